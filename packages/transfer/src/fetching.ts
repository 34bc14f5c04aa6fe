import { LengthMismatch } from '@vcp/schema';
import type { Landed } from './candidates/ledger.ts';
import type { CandidateFile } from './candidates/rows.ts';
import type { FileProgress } from './progress.ts';
import type { Patience } from './retry.ts';
import type { Run } from './run.ts';
import type { SourceVersion, Store } from './stores/store.ts';

/** One attempt to get one file. */
export interface Fetching {
  readonly run: Run;
  readonly file: CandidateFile;
  readonly store: Store;
  /** Where to read; a fresh link may have replaced the catalog's. */
  readonly url: string;
  /** The exact size, where catalog or listing know it. */
  readonly size: number | null;
  /** Relative to the outdir. */
  readonly path: string;
  readonly target: string;
  readonly progress: FileProgress;
  readonly patience: Patience;
}

/** A file that was fetched and has its final name. */
export interface Fetched extends Landed {
  readonly outcome: 'fetched';
}

/** Not small: it has to be fetched in ranges, from this version. */
export class TooLarge extends Error {
  readonly version: SourceVersion & { readonly size: number };

  constructor(version: SourceVersion & { readonly size: number }) {
    super('the source is larger than one chunk');
    this.version = version;
  }
}

/** @throws {LengthMismatch} when a size is not the one that was promised */
export function refuseOtherSize({ path, size }: Pick<Fetching, 'path' | 'size'>, found: number) {
  if (size === null || size === found) return;
  throw new LengthMismatch(`${path}: ${found} bytes at the source, ${size} were promised`, {
    hint: 'The file at its source is not the one that was promised. Tell its owner.',
  });
}
