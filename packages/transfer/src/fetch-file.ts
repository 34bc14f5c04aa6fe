import { Conflict, DigestMismatch } from '@vcp/schema';
import { relativeTarget } from './candidates/file-url.ts';
import type { CandidateFile } from './candidates/rows.ts';
import { FileState } from './candidates/tables.ts';
import { inspectExisting, type Skipped, type ThereAlready } from './existing-file.ts';
import { fetchLarge } from './fetch-large.ts';
import { fetchSmall } from './fetch-small.ts';
import { type Fetched, type Fetching, TooLarge } from './fetching.ts';
import { LookAgain } from './landing.ts';
import { sweepParts } from './parts/sweep.ts';
import { targetPath } from './paths/target-path.ts';
import { patienceFor, persist } from './persist.ts';
import type { Run } from './run.ts';
import type { SourceVersion } from './stores/store.ts';
import { StoreFault } from './stores/store-fault.ts';

const MAX_LOOKS = 20;

/** What became of a file that did not fail. */
export type Outcome = Fetched | ThereAlready | Skipped;

/**
 * Gets one file to its final name, or finds it there. Whatever way it ends, nothing but the whole,
 * verified file ever has that name. A source that changes meanwhile is planned anew once, wrong
 * bytes are fetched anew once, an expired link is replaced whenever something came through the one
 * before.
 *
 * @throws {StoreFault} what the source said in the end · {VcpError} all else
 */
export async function fetchFile(run: Run, file: CandidateFile): Promise<Outcome> {
  const path = safeTarget(run, file);
  const target = run.folder.prepare(path);
  // One source may be named twice; the second finds the file there.
  while (run.busy.has(target)) await run.busy.get(target);
  const work = findOrFetch(run, file, path, target);
  run.busy.set(
    target,
    work.then(
      () => {},
      () => {},
    ),
  );
  try {
    return await work;
  } finally {
    run.busy.delete(target);
  }
}

async function findOrFetch(
  run: Run,
  file: CandidateFile,
  path: string,
  target: string,
): Promise<Outcome> {
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const existing = await inspectExisting(run, file, target, path);
    if (existing) {
      // Killed after it got its name: the lease may still be there.
      const isNews = existing.outcome === 'there' && !existing.wasKnown;
      const { fs, limits } = run.context;
      if (isNews && existing.size > limits.chunkBytes) sweepParts(fs, target, null);
      return existing;
    }
    if (file.state === FileState.Done) run.ledger.wanted(file);
    try {
      return await fetchAnew(run, file, path, target);
    } catch (error) {
      if (!(error instanceof LookAgain)) throw error;
    }
  }
  throw new Conflict(`${path}: another process works on the same file`, {
    hint: 'Wait until it is done; then run the same command again.',
  });
}

/** Where a file goes below the outdir. @throws {UnsafePath} */
export function safeTarget(run: Pick<Run, 'options'>, file: CandidateFile): string {
  const { datasetId, name, member } = file;
  return targetPath(relativeTarget(run.options.layout, datasetId, name, member) ?? '');
}

/** What was learnt while trying. */
interface Trial {
  readonly url: string;
  readonly file: CandidateFile;
  readonly wasReplanned: boolean;
  readonly wasMismatched: boolean;
}

async function fetchAnew(
  run: Run,
  asked: CandidateFile,
  path: string,
  target: string,
): Promise<Fetched> {
  const progress = run.progress.start(path, asked.size);
  const patience = patienceFor(run, path);
  let trial: Trial = { url: asked.url, file: asked, wasReplanned: false, wasMismatched: false };
  let received = 0;
  const counting: Fetching['progress'] = {
    ...progress,
    add(bytes) {
      received += bytes;
      progress.add(bytes);
    },
  };
  let kept = 0;
  try {
    for (let linkMayBeReplaced = true; ; ) {
      const before = received;
      try {
        const store = await run.stores.storeFor(trial.file.datasetId, trial.url, run.signal);
        const { file, url } = trial;
        const size = file.sizeIsRounded ? null : file.size;
        const common = { run, file, store, url, size, path, target, patience };
        const fetched = await fetchBySize({ ...common, progress: counting });
        kept = fetched.size;
        return fetched;
      } catch (error) {
        linkMayBeReplaced ||= received > before;
        trial = await learn(run, trial, error, linkMayBeReplaced);
        if (error instanceof StoreFault && error.kind === 'expired-url') linkMayBeReplaced = false;
      }
    }
  } finally {
    progress.end(kept);
  }
}

async function fetchBySize(fetching: Fetching): Promise<Fetched> {
  const { file, path, patience, run, size, store, url } = fetching;
  const { signal, context } = run;
  if (size !== null && size > context.limits.chunkBytes) {
    const version =
      versionInListing(file, size) ??
      (await persist(run, patience, () => store.describe(url, path, signal)));
    return fetchSized(fetching, version);
  }
  try {
    return await fetchSmall(fetching);
  } catch (error) {
    if (error instanceof TooLarge) return fetchLarge(fetching, error.version);
    throw error;
  }
}

async function fetchSized(fetching: Fetching, version: SourceVersion): Promise<Fetched> {
  const { size } = version;
  if (size === null) return fetchSmall(fetching);
  return fetchLarge(fetching, { ...version, size });
}

/** A listing that gives a plain ETag says all that a description would. */
function versionInListing(file: CandidateFile, size: number): SourceVersion | null {
  if (!/^"?[0-9a-f]{32}"?$/i.test(file.etag ?? '') || file.member === '') return null;
  return { etag: file.etag, lastModified: null, size, checksums: [], compositeMd5: null };
}

/** What to try next after a failure; throws the failure when nothing is left to try. */
async function learn(
  run: Run,
  trial: Trial,
  error: unknown,
  linkMayBeReplaced: boolean,
): Promise<Trial> {
  run.signal.throwIfAborted();
  if (error instanceof DigestMismatch && !trial.wasMismatched)
    return { ...trial, wasMismatched: true };
  if (!(error instanceof StoreFault)) throw error;
  if ((error.kind === 'changed' || error.kind === 'range') && !trial.wasReplanned)
    return { ...trial, file: withoutListing(trial.file), wasReplanned: true };
  if (error.kind !== 'expired-url' || !linkMayBeReplaced || !run.options.freshUrl) throw error;
  const { datasetId, url } = trial.file;
  const fresh = await run.options.freshUrl(datasetId, url, run.signal);
  if (fresh === null || fresh === trial.url) throw error;
  return { ...trial, url: fresh };
}

/** What a listing said about a version that is gone is not believed any longer. */
function withoutListing(file: CandidateFile): CandidateFile {
  return file.member === '' ? { ...file, etag: null } : { ...file, etag: null, size: null };
}
