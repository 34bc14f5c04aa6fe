import { formatSize } from '@vcp/schema/size';
import { escapeText } from './escape.ts';
import type { Talker } from './notes.ts';
import { drawProgress, type FileInFlight, summarize } from './progress-drawing.ts';
import { RateMeter } from './rate-meter.ts';

/** Shows how far long work is. Every call is cheap; drawing happens at its own pace. */
export interface Progress {
  /** How much there is to do in all; null where it is not known. */
  expect(total: { readonly bytes: number | null; readonly files: number | null }): void;
  /** A file begins, with the bytes of it that are there already (a resumed part). */
  begin(name: string, size: number | null, already?: number): void;
  /** So many bytes of a file are there now. */
  advance(name: string, bytes: number): void;
  /** A file is complete. */
  finish(name: string): void;
  /** A file ended without being complete: its bytes do not count. */
  fail(name: string): void;
  /** A lasting line above the progress, escaped; also shown without a terminal. */
  line(text: string): void;
  /** Ends the drawing and leaves the terminal clean; safe to call twice. */
  stop(): void;
}

export interface ProgressOptions extends Pick<Talker, 'process' | 'globals'> {
  readonly now: () => Date;
  /** What is done, for instance `Downloading`. */
  readonly label: string;
}

const DRAW_EVERY_MS = 120;
const LINE_EVERY_MS = 5_000;

/**
 * Starts progress on stderr: in a terminal a block that is redrawn (the whole, and each file in
 * flight), elsewhere a plain line every few seconds, with `--quiet` nothing. Call `stop` at the end.
 */
export function startProgress(options: ProgressOptions): Progress {
  if (options.globals.quiet) return SILENT;
  const live = options.process.stderr.isTTY === true;
  const progress = new DrawnProgress(options, live);
  progress.start(live ? DRAW_EVERY_MS : LINE_EVERY_MS);
  return progress;
}

const SILENT: Progress = {
  expect() {},
  begin() {},
  advance() {},
  finish() {},
  fail() {},
  line() {},
  stop() {},
};

class DrawnProgress implements Progress {
  readonly #options: ProgressOptions;
  readonly #live: boolean;
  readonly #inFlight = new Map<string, FileInFlight>();
  readonly #rate: RateMeter;
  #total: { bytes: number | null; files: number | null } = { bytes: null, files: null };
  #doneBytes = 0;
  #doneFiles = 0;
  #drawnLines = 0;
  #lastLine = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ProgressOptions, live: boolean) {
    this.#options = options;
    this.#live = live;
    this.#rate = new RateMeter(options.now().getTime());
  }

  start(everyMs: number): void {
    this.#timer = setInterval(() => this.#tick(), everyMs);
    this.#timer.unref();
  }

  expect(total: { readonly bytes: number | null; readonly files: number | null }): void {
    this.#total = { ...total };
  }

  begin(name: string, size: number | null, already = 0): void {
    this.#inFlight.set(name, { name, size, bytes: already });
  }

  advance(name: string, bytes: number): void {
    const file = this.#inFlight.get(name);
    if (file === undefined) return;
    this.#rate.add(Math.max(0, bytes - file.bytes));
    file.bytes = bytes;
  }

  finish(name: string): void {
    const file = this.#inFlight.get(name);
    if (file === undefined) return;
    this.#doneBytes += file.bytes;
    this.#doneFiles += 1;
    this.#inFlight.delete(name);
  }

  fail(name: string): void {
    this.#inFlight.delete(name);
  }

  line(text: string): void {
    this.#erase();
    this.#write(`${escapeText(text)}\n`);
    if (this.#live && this.#timer !== null) this.#draw();
  }

  stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#erase();
  }

  #tick(): void {
    this.#rate.sample(this.#options.now().getTime());
    if (this.#live) {
      this.#erase();
      this.#draw();
      return;
    }
    const line = summarize(this.#state());
    if (line !== this.#lastLine) this.#write(`${line}\n`);
    this.#lastLine = line;
  }

  #draw(): void {
    const { columns = 80, rows = 24 } = this.#options.process.stderr;
    const lines = drawProgress(this.#state(), { columns, rows });
    this.#write(lines.map((line) => `${line}\n`).join(''));
    this.#drawnLines = lines.length;
  }

  #erase(): void {
    // The carriage return is for what the terminal echoes, as ^C.
    if (this.#drawnLines > 0) this.#write(`\r\x1b[${this.#drawnLines}A\x1b[0J`);
    this.#drawnLines = 0;
  }

  #state(): Parameters<typeof drawProgress>[0] {
    let bytes = this.#doneBytes;
    for (const file of this.#inFlight.values()) bytes += file.bytes;
    return {
      label: this.#options.label,
      bytes,
      totalBytes: this.#total.bytes,
      files: this.#doneFiles,
      totalFiles: this.#total.files,
      bytesPerSecond: this.#rate.bytesPerSecond,
      inFlight: [...this.#inFlight.values()],
    };
  }

  #write(text: string): void {
    this.#options.process.stderr.write(text);
  }
}

/** What was done, for the last line of a command: `3 files, 1.2 GB`. */
export function filesAndBytes(files: number, bytes: number | null): string {
  const size = bytes === null ? 'of unknown size' : formatSize(bytes);
  return `${files} ${files === 1 ? 'file' : 'files'}, ${size}`;
}
