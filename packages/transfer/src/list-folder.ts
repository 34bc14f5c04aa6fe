import { PathClash, redact } from '@vcp/schema';
import { clashesInFolder } from './candidates/clashes.ts';
import { addListedFiles, setKind } from './candidates/listing.ts';
import type { CandidateFile } from './candidates/rows.ts';
import { FileKind } from './candidates/tables.ts';
import { patienceFor, type Sending } from './persist.ts';
import type { Run } from './run.ts';
import type { Store } from './stores/store.ts';
import { StoreFault } from './stores/store-fault.ts';

/** What is needed to list folders. */
export type Listing = Sending & Pick<Run, 'candidates' | 'stores'>;

/**
 * Finds out what a location is, and keeps the files of a folder. An s3 key under which there is an
 * object is a file, whatever lies below it.
 *
 * @throws {StoreFault} `not-found` for a folder with nothing in it; all else that a store throws
 */
export async function settleLocation(run: Listing, location: CandidateFile): Promise<void> {
  const { sqlite } = run.candidates;
  const store = await run.stores.storeFor(location.datasetId, location.url, run.signal);
  if (location.kind === FileKind.Unknown && (await isObject(run, store, location)))
    return setKind(sqlite, location.candidateId, FileKind.File);
  if (!(await listFolder(run, location, store)))
    throw new StoreFault('not-found', 'the folder is empty or does not exist');
}

/** Lists a folder and keeps its files; false when there are none. */
export async function listFolder(
  run: Listing,
  { candidateId, url }: CandidateFile,
  store: Store,
): Promise<boolean> {
  const { sqlite } = run.candidates;
  const shown = redact(url);
  const patience = patienceFor(run, shown);
  for (;;) {
    const release = await run.lanes.take(run.signal);
    let files = 0;
    try {
      for await (const page of store.list(url, run.signal)) {
        addListedFiles(sqlite, candidateId, page);
        files += page.length;
        if (page.length > 0) patience.progressed();
        run.options.onEvent({ type: 'listing', url: shown, files });
      }
      if (files > 0) setKind(sqlite, candidateId, FileKind.Listed);
      return files > 0;
    } catch (error) {
      release();
      if (!(error instanceof StoreFault) || run.signal.aborted) throw error;
      if (!(await patience.waitAfter(error, run.signal))) throw error;
    } finally {
      release();
    }
  }
}

async function isObject(run: Listing, store: Store, location: CandidateFile): Promise<boolean> {
  const name = location.name ?? '';
  try {
    await store.describe(location.url, name, run.signal);
    return true;
  } catch (error) {
    // Without the right to list, S3 denies what does not exist.
    if (error instanceof StoreFault && ['not-found', 'denied'].includes(error.kind)) return false;
    throw error;
  }
}

/**
 * What was taken for an s3 object does not exist: it may be a folder after all. Lists it then.
 *
 * @throws {PathClash} when its files cannot lie side by side
 */
export async function becameFolder(
  run: Listing,
  file: CandidateFile,
  error: unknown,
): Promise<boolean> {
  const isMissing = error instanceof StoreFault && ['not-found', 'denied'].includes(error.kind);
  if (!isMissing || file.member !== '' || !/^s3:/i.test(file.url)) return false;
  const store = await run.stores.storeFor(file.datasetId, file.url, run.signal);
  const isFolder = await listFolder(run, file, store).catch(() => false);
  if (!isFolder) return false;
  const { candidateId: id, datasetId: dataset_id, url: location, name } = file;
  const folder = { id, dataset_id, location, name };
  const [clash] = clashesInFolder(run.candidates.sqlite, folder, run.options.layout);
  if (clash) throw new PathClash(`two files of the folder would both become ${clash.path}`);
  return true;
}
