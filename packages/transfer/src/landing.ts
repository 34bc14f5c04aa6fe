import { dirname } from 'node:path';
import { FileExists, UnsafePath } from '@vcp/schema';
import type { Landed } from './candidates/ledger.ts';
import type { FileSystem } from './file-system.ts';
import type { ExistingPolicy } from './options.ts';
import type { TargetFolder } from './paths/target-folder.ts';

/** What a file needs to get its final name. */
export interface Landing {
  readonly fs: FileSystem;
  readonly folder: TargetFolder;
  readonly part: string;
  readonly target: string;
  /** Relative to the outdir, for messages. */
  readonly path: string;
  readonly existing: ExistingPolicy;
}

/** Something happened to the final name meanwhile: look again at what is there. */
export class LookAgain extends Error {}

/**
 * Gives a verified, durable file its final name. Whatever was planted there meanwhile is not
 * followed and, unless it may be overwritten, not replaced.
 *
 * @throws {LookAgain} when a file is there now · {FileExists} for anything else · {UnsafePath}
 */
export function land({
  fs,
  folder,
  part,
  target,
  path,
  existing,
}: Landing): Pick<Landed, 'size' | 'mtime'> {
  if (!folder.isIntact(target))
    throw new UnsafePath(`${path}: its folder was replaced during the download`);
  const found = fs.lstat(target);
  if (found?.isFile() && existing !== 'overwrite') throw new LookAgain();
  if (found) refuseOccupied(path, found, existing);
  fs.rename(part, target);
  folder.markChanged(dirname(target));
  const landed = fs.lstat(target);
  return { size: landed?.size ?? 0, mtime: landed?.mtimeMs ?? 0 };
}

/** @throws {FileExists} when what lies at a final name must stay */
export function refuseOccupied(
  path: string,
  found: { isFile(): boolean; isSymbolicLink(): boolean; isDirectory(): boolean },
  existing: ExistingPolicy,
): void {
  if (found.isFile() && existing === 'overwrite') return;
  if (found.isFile()) throw differentFile(path);
  const what = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'no file';
  throw new FileExists(`${path}: there is ${what} of that name; it was left as it is`, {
    hint: 'Move it away, or choose another folder with --outdir.',
  });
}

/** A file that is not the one to fetch lies at its final name. */
export function differentFile(path: string): FileExists {
  return new FileExists(`${path}: a different file of that name is there; it was left as it is`, {
    hint: 'Use --overwrite to replace it, or choose another folder with --outdir.',
  });
}
