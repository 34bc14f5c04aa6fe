import type { CandidatesDatabase } from './candidates/database.ts';
import type { Ledger } from './candidates/ledger.ts';
import type { CandidateReader } from './candidates/rows.ts';
import type { TransferContext } from './context.ts';
import type { DownloadOptions } from './options.ts';
import type { TargetFolder } from './paths/target-folder.ts';
import type { Progress } from './progress.ts';
import type { RetryBudget } from './retry.ts';
import type { Slots } from './slots.ts';
import type { SourceStores } from './source-stores.ts';

/** All that the work on one file needs from the download that it belongs to. */
export interface Run {
  readonly candidates: CandidatesDatabase;
  readonly options: DownloadOptions;
  readonly context: TransferContext;
  readonly reader: CandidateReader;
  readonly stores: SourceStores;
  readonly folder: TargetFolder;
  /** The number of this folder and layout in the database. */
  readonly landing: number;
  readonly ledger: Ledger;
  /** Requests in flight. */
  readonly lanes: Slots;
  readonly budget: RetryBudget;
  readonly progress: Progress;
  /** The final names that are being worked on, and when that ends. */
  readonly busy: Map<string, Promise<void>>;
  /** Candidates that turned out to be folders while they were fetched, and are dealt with. */
  readonly unfolded: Set<number>;
  /** Aborted when the user interrupts, and when the run has to end for all files. */
  readonly signal: AbortSignal;
}
