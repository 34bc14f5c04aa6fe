import { setTimeout as delay } from 'node:timers/promises';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

/** Time, randomness and the file system, so that tests can steer and fail them. */
export interface TransferContext {
  readonly fs: FileSystem;
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limits: TransferLimits;
}

/** Sizes and patience; tests make them small. */
export interface TransferLimits {
  /** The unit of resuming: marked when durable. */
  readonly chunkBytes: number;
  /** The largest range that one request asks for; a multiple of `chunkBytes`. */
  readonly rangeBytes: number;
  /** Requests side by side for one file. */
  readonly lanesPerFile: number;
  readonly connectMs: number;
  readonly headersMs: number;
  readonly stallMs: number;
  /** Tries of one object without any progress in between. */
  readonly attempts: number;
  /** Retries that the whole run may spend before it fails fast; each success gives one back. */
  readonly retryBudget: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: TransferLimits = {
  chunkBytes: 4 * MIB,
  rangeBytes: 16 * MIB,
  lanesPerFile: 4,
  connectMs: 10_000,
  headersMs: 30_000,
  stallMs: 30_000,
  attempts: 6,
  retryBudget: 500,
};

/** The real thing, with whatever a caller replaces. */
export function transferContext(overrides: Partial<TransferContext> = {}): TransferContext {
  return {
    fs: nodeFileSystem,
    now: Date.now,
    random: Math.random,
    sleep: async (ms, signal) => {
      await delay(ms, undefined, { signal });
    },
    env: process.env,
    limits: DEFAULT_LIMITS,
    ...overrides,
  };
}
