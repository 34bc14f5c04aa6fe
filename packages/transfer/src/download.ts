import { DiskFull, NetworkError, PathClash, type VcpError } from '@vcp/schema';
import { findClashes } from './candidates/clashes.ts';
import type { CandidatesDatabase } from './candidates/database.ts';
import { landingNumber, openLedger } from './candidates/ledger.ts';
import { candidateReader } from './candidates/rows.ts';
import { downloadDataset } from './download-dataset.ts';
import { errnoOf } from './file-system.ts';
import { leasePath, requireLease } from './lease.ts';
import type { DownloadOptions, DownloadSummary } from './options.ts';
import { makeOutdir, targetFolder } from './paths/target-folder.ts';
import { createProgress } from './progress.ts';
import type { Run } from './run.ts';
import { openSession, settleLocations } from './session.ts';
import { createSlots } from './slots.ts';
import { takeStock } from './stock.ts';
import { createTally, summaryOf, type Tally } from './tally.ts';

const HOPELESS_FAILURES = 50;

/**
 * Fetches what is pending and what is no longer as it was left, verifies it, and notes what became
 * of each file. See {@link DownloadSummary} for how it says what happened.
 *
 * @throws {PathClash} before the first byte, when two sources want one path
 * @throws {Conflict} when another process is at this download
 * @throws {FileSystemError} when the outdir cannot be used
 */
export async function downloadCandidates(
  candidates: CandidatesDatabase,
  options: DownloadOptions,
): Promise<DownloadSummary> {
  const lease = requireLease(leasePath(candidates.path), 'this download');
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const tally = createTally();
  const session = await openSession(candidates, options, signal);
  try {
    const root = makeOutdir(options.outdir);
    await settleLocations(session);
    refuseClashes(candidates, options);
    const stock = await takeStock(session, root);
    const { files, bytes, unknownSizes } = stock;
    options.onEvent({ type: 'started', files, bytes, unknownSizes });
    const { fs } = session.context;
    const folder = targetFolder(fs, root);
    const landing = landingNumber(candidates, root, options.layout);
    const all = files + stock.alreadyThere + stock.skipped + stock.failureCount;
    const totals = { files: all, bytes: unknownSizes > 0 ? null : bytes };
    const run: Run = {
      ...session,
      folder,
      landing,
      reader: candidateReader(candidates.sqlite, options.extensions),
      busy: new Map(),
      unfolded: new Set(),
      ledger: openLedger(candidates, landing, fs, folder, (error) => stop.abort(error)),
      progress: createProgress(totals, session.context.now, options.onEvent),
    };
    await work(run, tally, stop);
  } catch (error) {
    if (!options.signal.aborted) throw error;
  } finally {
    await session.stores.close();
    lease.release();
  }
  return summaryOf(tally, options.signal.aborted, stopReason(stop));
}

async function work(run: Run, tally: Tally, stop: AbortController): Promise<void> {
  const { ledger, options, progress, signal } = run;
  const groups = run.reader.groups();
  const fileSlots = createSlots(options.files);
  const watch = (error: VcpError) => {
    const reason = reasonToStop(run, tally, error);
    if (reason) stop.abort(reason);
  };
  const worker = async () => {
    for (const group of groups) {
      if (signal.aborted) return;
      await downloadDataset(run, group, fileSlots, tally, watch);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.datasets }, worker));
    progress.finish();
  } finally {
    try {
      await ledger.flush();
    } finally {
      ledger.close();
    }
  }
}

/** Whether a failure is one of all files, so that going on would only repeat it. */
function reasonToStop(run: Run, tally: Tally, error: VcpError): VcpError | null {
  const { fs } = run.context;
  const isDiskGone = errnoOf(error.cause) === 'EROFS' || fs.lstat(run.folder.root) === null;
  if (error instanceof DiskFull || isDiskGone) return error;
  const isOffline = error instanceof NetworkError && tally.failuresInARow >= HOPELESS_FAILURES;
  return isOffline ? error : null;
}

function stopReason(stop: AbortController): VcpError | null {
  return stop.signal.aborted ? (stop.signal.reason as VcpError) : null; // aborted by `watch` only
}

function refuseClashes({ sqlite }: CandidatesDatabase, options: DownloadOptions): void {
  const { count, shown } = findClashes(sqlite, options.layout, options.extensions);
  const [first] = shown;
  if (!first) return;
  const others = count > 1 ? ` (and ${count - 1} more)` : '';
  throw new PathClash(`${first.urls.join(' and ')} would both become ${first.path}${others}`, {
    hint:
      options.layout === 'flat'
        ? 'Nothing was fetched. Use --layout dataset to give each dataset a folder of its own.'
        : 'Nothing was fetched. Download them one by one, into different folders.',
  });
}
