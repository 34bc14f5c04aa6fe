import type { ChecksumAlgorithm, ErrorCode, S3Credentials, VcpError } from '@vcp/schema';
import type { TransferContext } from './context.ts';
import type { TransferEvent } from './events.ts';

/** `flat`: as the original, all in one folder. `dataset`: each dataset in a folder named by its id. */
export type Layout = 'flat' | 'dataset';

/**
 * What to do with a file that is already there. `resume`: keep it if it is the right one, else
 * report it and leave it alone. `overwrite`: fetch and replace it. `skip`: keep it unseen.
 */
export type ExistingPolicy = 'resume' | 'overwrite' | 'skip';

/** What a file was checked against; `length` when neither catalog nor store offered more. */
export type Verification = ChecksumAlgorithm | 'md5-parts' | 'length';

export interface DownloadOptions {
  readonly outdir: string;
  readonly layout: Layout;
  /** Lower case with the dot (`.h5ad`); empty for all. */
  readonly extensions: readonly string[];
  readonly existing: ExistingPolicy;
  /** Datasets side by side. */
  readonly datasets: number;
  /** Requests in flight over the whole run. */
  readonly files: number;
  /** Asked only for datasets with an s3 location, and again before the credentials expire. */
  readonly credentialsFor?:
    | ((datasetId: string, signal: AbortSignal) => Promise<S3Credentials | null>)
    | undefined;
  /** A signed link expired: the catalog's new one for the same file, or null. */
  readonly freshUrl?:
    | ((datasetId: string, url: string, signal: AbortSignal) => Promise<string | null>)
    | undefined;
  readonly s3: {
    readonly endpointUrl: string | null;
    readonly region: string | null;
    /** Buckets that are read without a signature. */
    readonly unsignedBuckets: readonly string[];
  };
  readonly onEvent: (event: TransferEvent) => void;
  /** Aborting stops the work in order: parts are parked, states committed, a summary returned. */
  readonly signal: AbortSignal;
  /** Time, randomness, file system and network; the real ones unless given. */
  readonly context?: Partial<TransferContext> | undefined;
}

export interface FileFailure {
  readonly datasetId: string;
  /** Without secrets. */
  readonly url: string;
  /** Relative to the outdir, or null when no path could be made from the remote name. */
  readonly path: string | null;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Two or more sources that want one path. */
export interface Clash {
  readonly path: string;
  readonly urls: readonly string[];
}

/** What a download would do. Nothing was fetched but listings of folders. */
export interface DownloadPlan {
  /** To fetch. */
  readonly files: number;
  /** Bytes of the files to fetch whose size is known. */
  readonly bytes: number;
  /** How many of `files` have no known size. */
  readonly unknownSizes: number;
  readonly alreadyThere: number;
  readonly skipped: number;
  readonly clashCount: number;
  /** The first of them. */
  readonly clashes: readonly Clash[];
  /** Unsafe names, refused schemes, folders that cannot be listed: how many, and the first. */
  readonly failureCount: number;
  readonly failures: readonly FileFailure[];
  /** Bytes that this user may still write below the outdir, or null when the system does not say. */
  readonly freeSpace: number | null;
}

export interface DownloadSummary {
  /** Fetched, verified and durable. */
  readonly files: number;
  readonly bytes: number;
  readonly alreadyThere: number;
  readonly skipped: number;
  readonly verified: Readonly<Partial<Record<Verification, number>>>;
  readonly failureCount: number;
  /** The first thousand; all of them: `candidates.failures()`. */
  readonly failures: readonly FileFailure[];
  readonly interrupted: boolean;
  /** Why the run ended early for all files (disk full, folder gone), or null. */
  readonly stopped: VcpError | null;
}
