import { Conflict } from '@vcp/schema';
import type { Fetched, Fetching } from './fetching.ts';
import { refuseOtherSize } from './fetching.ts';
import {
  type Expectation,
  partsExpectation,
  refuseMismatch,
  strongest,
} from './integrity/expectation.ts';
import { hashFile } from './integrity/hash-file.ts';
import { LookAgain, land } from './landing.ts';
import { isHeld, type Lease, leasePath, takeLease } from './lease.ts';
import { openPart, type PartFile } from './parts/part-file.ts';
import { sharedPartPath } from './parts/part-name.ts';
import { chunkCount } from './parts/ranges.ts';
import { sweepParts } from './parts/sweep.ts';
import { persist } from './persist.ts';
import { RangesRefused, readInLanes } from './read-lanes.ts';
import { readInOneGo } from './read-one-go.ts';
import { unsignedUrl } from './stores/http.ts';
import type { SourceVersion } from './stores/store.ts';

const POLL_MS = 500;

/**
 * Fetches one version of a large file in ranges, several at a time, going on from what an earlier
 * run (of any query) left. When it ends early, what is on the disk stays for the next run.
 *
 * @throws {LookAgain} after another process was waited for, or did it
 */
export async function fetchLarge(
  fetching: Fetching,
  version: SourceVersion & { readonly size: number },
): Promise<Fetched> {
  refuseOtherSize(fetching, version.size);
  const { run, target, url } = fetching;
  const { fs, limits } = run.context;
  const identity = { ...version, source: unsignedUrl(url) };
  const { etag, lastModified, size, source } = identity;
  const path = sharedPartPath(target, identity);
  const lease = await ownPart(fetching, path);
  try {
    sweepParts(fs, target, path);
    // Without a mark of the version nobody knows what an old part is of.
    const isPinned = etag !== null || lastModified !== null || fetching.file.checksum !== null;
    if (!isPinned && fs.lstat(path)) fs.unlink(path);
    const part = await openPart(fs, path, { source, etag, lastModified, size }, limits.chunkBytes);
    return await fill({ ...fetching, version, part }, path, isPinned, lease);
  } finally {
    lease.release();
  }
}

/** A large file in work. */
export interface LargeFetching extends Fetching {
  readonly version: SourceVersion & { readonly size: number };
  readonly part: PartFile;
}

async function fill(
  fetching: LargeFetching,
  partPath: string,
  isPinned: boolean,
  lease: Lease,
): Promise<Fetched> {
  const { part, path, progress, run, target, version } = fetching;
  const { fs } = run.context;
  let keep = isPinned;
  try {
    progress.at(bytesIn(fetching), version.size);
    const offered = part.isComplete ? version : await readAll(fetching, isPinned);
    const expected = await expectation(fetching, offered);
    if (expected) {
      const digest = await hashFile(fs, part.fd, version.size, expected.hasher(), run.signal);
      keep = digest === expected.value;
      refuseMismatch(path, digest, expected);
    }
    part.finish();
    await fs.sync(part.fd);
    if (!lease.isOurs())
      throw new Conflict(`${path}: another process took over this file while we were held up`);
    const { folder, options } = run;
    const landed = land({ fs, folder, part: partPath, target, path, existing: options.existing });
    const verified = expected?.verification ?? 'length';
    return { outcome: 'fetched', ...landed, verified, etag: version.etag };
  } catch (error) {
    if (error instanceof LookAgain) keep = false;
    if (!keep && fs.lstat(partPath)) fs.unlink(partPath);
    throw error;
  } finally {
    part.close();
  }
}

/** Reads what is missing; answers the version as the bodies described it. */
async function readAll(fetching: LargeFetching, isPinned: boolean): Promise<SourceVersion> {
  if (!isPinned) return readInOneGo(fetching);
  try {
    return await readInLanes(fetching);
  } catch (error) {
    if (!(error instanceof RangesRefused)) throw error;
    return readInOneGo(fetching);
  }
}

/** The strongest that can be had, asking the store where the catalog and the bodies told nothing. */
async function expectation(
  fetching: LargeFetching,
  offered: SourceVersion,
): Promise<Expectation | null> {
  const { file, run, store, url, path, patience, version } = fetching;
  const known = strongest(file.checksum, offered) ?? strongest(null, version);
  // Only S3 tells more about the whole than it told about a range.
  if (known || !/^s3:/i.test(url)) return known;
  const described = await persist(run, patience, () => store.describe(url, path, run.signal));
  const found = strongest(null, described);
  if (found || !version.compositeMd5) return found;
  const { value, parts } = version.compositeMd5;
  const partSize = await persist(run, patience, () =>
    store.uploadPartSize(url, version, run.signal),
  );
  const fits = partSize !== null && partSize > 0 && chunkCount(version.size, partSize) === parts;
  return fits ? partsExpectation(value, partSize) : null;
}

async function ownPart({ run, path }: Fetching, part: string): Promise<Lease> {
  const lease = takeLease(leasePath(part));
  if (lease) return lease;
  run.options.onEvent({ type: 'waiting', path });
  while (isHeld(leasePath(part))) await run.context.sleep(POLL_MS, run.signal);
  throw new LookAgain();
}

function bytesIn({ part, version, run }: LargeFetching): number {
  const { chunkBytes } = run.context.limits;
  let bytes = 0;
  for (let chunk = 0; chunk < chunkCount(version.size, chunkBytes); chunk += 1)
    if (part.isDone(chunk)) bytes += Math.min(chunkBytes, version.size - chunk * chunkBytes);
  return bytes;
}
