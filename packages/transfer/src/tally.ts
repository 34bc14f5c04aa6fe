import type { VcpError } from '@vcp/schema';
import type { Outcome } from './fetch-file.ts';
import type { DownloadSummary, FileFailure, Verification } from './options.ts';
import { MAX_FAILURES_SHOWN } from './stock.ts';

/** What has happened so far. */
export interface Tally {
  files: number;
  bytes: number;
  alreadyThere: number;
  skipped: number;
  failureCount: number;
  /** Since the last file that came through. */
  failuresInARow: number;
  readonly verified: Partial<Record<Verification, number>>;
  readonly failures: FileFailure[];
}

/** Nothing yet. */
export function createTally(): Tally {
  return {
    files: 0,
    bytes: 0,
    alreadyThere: 0,
    skipped: 0,
    failureCount: 0,
    failuresInARow: 0,
    verified: {},
    failures: [],
  };
}

/** Counts a file that did not fail. */
export function tallyOutcome(tally: Tally, result: Outcome): void {
  tally.failuresInARow = 0;
  if (result.outcome === 'skipped') {
    tally.skipped += 1;
    return;
  }
  if (result.outcome === 'there') tally.alreadyThere += 1;
  else {
    tally.files += 1;
    tally.bytes += result.size;
  }
  tally.verified[result.verified] = (tally.verified[result.verified] ?? 0) + 1;
}

/** Counts a file that failed; the first thousand are kept. */
export function tallyFailure(tally: Tally, failure: FileFailure): void {
  tally.failureCount += 1;
  tally.failuresInARow += 1;
  if (tally.failures.length < MAX_FAILURES_SHOWN) tally.failures.push(failure);
}

/** The tally as the caller gets it. */
export function summaryOf(
  { failuresInARow: _, ...tally }: Tally,
  interrupted: boolean,
  stopped: VcpError | null,
): DownloadSummary {
  return { ...tally, interrupted, stopped };
}
