import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Interrupted } from '@vcp/schema';
import { findClashes } from './candidates/clashes.ts';
import type { CandidatesDatabase } from './candidates/database.ts';
import type { FileSystem } from './file-system.ts';
import type { DownloadOptions, DownloadPlan } from './options.ts';
import { openSession, settleLocations } from './session.ts';
import { takeStock } from './stock.ts';

/**
 * What a download would do. Folders are listed (and stay listed for the download); nothing else is
 * fetched, nothing is written below the outdir. `alreadyThere` goes by name and size; the download
 * itself looks at the bytes.
 *
 * @throws {Interrupted}
 */
export async function planDownload(
  candidates: CandidatesDatabase,
  options: DownloadOptions,
): Promise<DownloadPlan> {
  const session = await openSession(candidates, options, options.signal);
  const { sqlite } = candidates;
  try {
    await settleLocations(session);
    const { count, shown } = findClashes(sqlite, options.layout, options.extensions);
    const outdir = resolve(options.outdir);
    const root = existsSync(outdir) ? realpathSync.native(outdir) : outdir;
    const stock = await takeStock(session, root);
    const freeSpace = await freeSpaceAt(session.context.fs, root);
    return { ...stock, clashCount: count, clashes: shown, freeSpace };
  } catch (error) {
    if (options.signal.aborted) throw new Interrupted('interrupted while planning');
    throw error;
  } finally {
    await session.stores.close();
  }
}

async function freeSpaceAt(fs: FileSystem, path: string): Promise<number | null> {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return fs.freeSpace(folder).catch(() => null);
}
