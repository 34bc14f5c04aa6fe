import type { TransferEvent } from './events.ts';

const INTERVAL_MS = 250;
const MAX_ACTIVE = 32;

/** How far one file is. */
export interface FileProgress {
  /** The bytes that are in place, which also may become fewer. */
  at(bytes: number, size?: number | null): void;
  add(bytes: number): void;
  /** The file is out of work: `kept` of its bytes are in place for good. */
  end(kept: number): void;
}

/** How far the whole download is; tells so at most four times a second. */
export interface Progress {
  start(path: string, size: number | null): FileProgress;
  /** A file is dealt with, whatever became of it. */
  fileDone(): void;
  /** Bytes that came over the network. */
  received(bytes: number): void;
  /** Tells the final state. */
  finish(): void;
}

interface Active {
  readonly path: string;
  bytes: number;
  size: number | null;
}

/** Progress of a download of so many files and bytes (null when not all sizes are known). */
export function createProgress(
  totals: { readonly files: number; readonly bytes: number | null },
  now: () => number,
  onEvent: (event: TransferEvent) => void,
): Progress {
  const active = new Set<Active>();
  let kept = 0;
  let received = 0;
  let filesDone = 0;
  let told = Number.NEGATIVE_INFINITY;

  const tell = () => {
    told = now();
    let bytes = kept;
    for (const file of active) bytes += file.bytes;
    onEvent({
      type: 'progress',
      bytes,
      received,
      bytesTotal: totals.bytes,
      filesDone,
      filesTotal: totals.files,
      active: [...active].slice(0, MAX_ACTIVE).map((file) => ({ ...file })),
    });
  };
  const changed = () => {
    if (now() - told >= INTERVAL_MS) tell();
  };

  return {
    start(path, size) {
      const file: Active = { path, bytes: 0, size };
      active.add(file);
      changed();
      return {
        at(bytes, newSize) {
          file.bytes = bytes;
          if (newSize !== undefined) file.size = newSize;
          changed();
        },
        add(bytes) {
          file.bytes += bytes;
          changed();
        },
        end(bytes) {
          active.delete(file);
          kept += bytes;
          changed();
        },
      };
    },
    fileDone() {
      filesDone += 1;
      changed();
    },
    received(bytes) {
      received += bytes;
    },
    finish: tell,
  };
}
