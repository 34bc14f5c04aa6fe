import { setImmediate } from 'node:timers/promises';
import type { VcpError } from '@vcp/schema';
import type { CandidateFile, DatasetGroup } from './candidates/rows.ts';
import { vcpErrorOf } from './failure.ts';
import { fetchFile, type Outcome, safeTarget } from './fetch-file.ts';
import { becameFolder } from './list-folder.ts';
import type { Run } from './run.ts';
import { createSlots, type Slots } from './slots.ts';
import { failureOf, standingFailure } from './stock.ts';
import { type Tally, tallyFailure, tallyOutcome } from './tally.ts';

const ROWS_BETWEEN_BREATHS = 500;

/** Told about every failure. */
type Watch = (error: VcpError) => void;

/**
 * Deals with the files of one dataset, as many at a time as `slots` lets. Resolves when all of them
 * are dealt with, or, after an abort, when nothing is in work any more.
 */
export async function downloadDataset(
  run: Run,
  group: DatasetGroup,
  slots: Slots,
  tally: Tally,
  watch: Watch,
): Promise<void> {
  const { reader, unfolded } = run;
  const files = reader
    .files(group)
    .filter((file) => file.member === '' || !unfolded.has(file.candidateId));
  await downloadFiles(run, files, slots, tally, watch);
}

async function downloadFiles(
  run: Run,
  files: Iterable<CandidateFile>,
  slots: Slots,
  tally: Tally,
  watch: Watch,
): Promise<void> {
  const { signal } = run;
  const working = new Set<Promise<void>>();
  let candidate: SettledCandidate | null = null;
  let rows = 0;
  for (const file of files) {
    if (candidate?.id !== file.candidateId) {
      candidate?.close();
      candidate = settledCandidate(run, file.candidateId);
    }
    const leave = candidate.enter();
    const release = await slots.take(signal).catch(() => null);
    if (!release) break;
    const task = dealWith(run, file, tally, watch)
      .then((changed) => leave(changed))
      .finally(() => {
        release();
        working.delete(task);
      });
    working.add(task);
    rows += 1;
    if (rows % ROWS_BETWEEN_BREATHS === 0) await setImmediate();
  }
  candidate?.close();
  await Promise.all(working);
}

interface SettledCandidate {
  readonly id: number;
  /** One more file is in work; call the result when it is not, and whether its row changed. */
  enter(): (changed: boolean) => void;
  /** No more files come. */
  close(): void;
}

/** Settles a candidate in the ledger when the last of its files is dealt with. */
function settledCandidate({ ledger }: Run, id: number): SettledCandidate {
  let open = 1;
  let isChanged = false;
  const leave = (changed: boolean) => {
    open -= 1;
    isChanged ||= changed;
    if (open === 0 && isChanged) ledger.settle(id);
  };
  return {
    id,
    enter() {
      open += 1;
      return leave;
    },
    close: () => leave(false),
  };
}

/** Deals with one file; answers whether its row changed. Never rejects for a failed file. */
async function dealWith(
  run: Run,
  file: CandidateFile,
  tally: Tally,
  watch: Watch,
): Promise<boolean> {
  const standing = standingFailure(file);
  if (standing) {
    tallyFailure(tally, standing);
    run.options.onEvent({ type: 'file-failed', failure: standing });
    run.progress.fileDone();
    return false;
  }
  try {
    const result = await fetchFile(run, file);
    tallyOutcome(tally, result);
    return noteOutcome(run, file, result);
  } catch (error) {
    if (!run.signal.aborted) await retryAsFolder(run, file, error, tally, watch);
    return true;
  } finally {
    run.progress.fileDone();
  }
}

async function retryAsFolder(
  run: Run,
  file: CandidateFile,
  error: unknown,
  tally: Tally,
  watch: Watch,
): Promise<void> {
  const { options, reader, unfolded } = run;
  const { candidateId: id } = file;
  try {
    if (!(await becameFolder(run, file, error))) throw error;
    unfolded.add(id);
    const files = reader.files({ first: id, last: id });
    await downloadFiles(run, files, createSlots(options.files), tally, watch);
  } catch (reason) {
    if (!run.signal.aborted) watch(fail(run, file, reason, tally));
  }
}

function noteOutcome({ ledger, options }: Run, file: CandidateFile, result: Outcome): boolean {
  if (result.outcome === 'skipped') return false;
  const fetched = result.outcome === 'fetched';
  const path = safeTarget({ options }, file);
  options.onEvent({
    type: 'file-done',
    path,
    bytes: result.size,
    verified: result.verified,
    fetched,
  });
  if (result.outcome === 'there' && result.wasKnown) return false;
  ledger.done(file, result);
  return true;
}

function fail({ ledger, options }: Run, file: CandidateFile, reason: unknown, tally: Tally) {
  const path = pathOrNull({ options }, file);
  const error = vcpErrorOf(reason, path ?? file.url);
  const failure = failureOf(file, path, error);
  tallyFailure(tally, failure);
  ledger.failed(file, error.code, error.message);
  options.onEvent({ type: 'file-failed', failure });
  return error;
}

function pathOrNull(run: Pick<Run, 'options'>, file: CandidateFile): string | null {
  try {
    return safeTarget(run, file);
  } catch {
    return null; // the refusal itself is the failure
  }
}
