import { redact } from '@vcp/schema/redact';
import type { TransferEvent } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { debug } from '../../output/notes.ts';
import { type Progress, startProgress } from '../../output/progress.ts';

/** Shows the events of a transfer as progress on stderr. */
export interface TransferWatch {
  readonly onEvent: (event: TransferEvent) => void;
  readonly stop: () => void;
}

/** Drawing begins with the first event that has something to draw. */
export function watchTransfer(context: VcpContext): TransferWatch {
  let progress: Progress | null = null;
  const inFlight = new Set<string>();
  const tries = new Map<string, number>();
  const drawn = (): Progress => {
    progress ??= startProgress({ ...context, label: 'Downloading' });
    return progress;
  };
  const show = (path: string, bytes: number, size: number | null): void => {
    if (!inFlight.has(path)) drawn().begin(path, size, 0);
    inFlight.add(path);
    drawn().advance(path, bytes);
  };
  const onEvent = (event: TransferEvent): void => {
    switch (event.type) {
      case 'listing':
        debug(context, `listing ${redact(event.url)}: ${event.files} files so far`);
        break;
      case 'started':
        drawn().expect({
          bytes: event.unknownSizes > 0 ? null : event.bytes,
          files: event.files,
        });
        break;
      case 'progress':
        for (const { path, bytes, size } of event.active) show(path, bytes, size);
        break;
      case 'file-done':
        if (!event.fetched) break;
        show(event.path, event.bytes, event.bytes);
        drawn().finish(event.path);
        tries.delete(event.path);
        inFlight.delete(event.path);
        break;
      case 'file-failed':
        if (event.failure.path === null) break;
        drawn().fail(event.failure.path);
        tries.delete(event.failure.path);
        inFlight.delete(event.failure.path);
        break;
      case 'retry':
        // Parts of a file fail together; one line tells of all.
        if (event.attempt <= (tries.get(event.path) ?? 0)) break;
        tries.set(event.path, event.attempt);
        drawn().line(
          `retrying ${event.path} in ${(event.waitMs / 1000).toFixed(1)} s (try ${event.attempt}): ${redact(event.reason)}`,
        );
        break;
      case 'waiting':
        drawn().line(`waiting for another process that writes ${event.path}`);
        break;
    }
  };
  return { onEvent, stop: () => progress?.stop() };
}
