import type { FileFailure, Verification } from './options.ts';

/** A file that is being fetched at this moment. */
export interface ActiveFile {
  readonly path: string;
  readonly bytes: number;
  readonly size: number | null;
}

/**
 * What happens during a download, for whoever draws it. Names are as the remote sent them: escape
 * them before they reach a terminal. URLs have no secrets.
 */
export type TransferEvent =
  /** A folder of a dataset is being listed; `files` found so far. */
  | { readonly type: 'listing'; readonly url: string; readonly files: number }
  /** All is planned; the first byte follows. `bytes` counts the files of known size. */
  | {
      readonly type: 'started';
      readonly files: number;
      readonly bytes: number;
      readonly unknownSizes: number;
    }
  /**
   * At most four a second. `bytes` of the files to fetch are in place, also from earlier runs;
   * `received` came over the network in this one. `filesDone` of `filesTotal` are dealt with.
   */
  | {
      readonly type: 'progress';
      readonly bytes: number;
      readonly received: number;
      readonly bytesTotal: number | null;
      readonly filesDone: number;
      readonly filesTotal: number;
      readonly active: readonly ActiveFile[];
    }
  | {
      readonly type: 'file-done';
      readonly path: string;
      readonly bytes: number;
      readonly verified: Verification;
      /** False when the right file already lay there. */
      readonly fetched: boolean;
    }
  | { readonly type: 'file-failed'; readonly failure: FileFailure }
  | {
      readonly type: 'retry';
      readonly path: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly reason: string;
    }
  /** Another process writes this very file; we wait for it. */
  | { readonly type: 'waiting'; readonly path: string };
