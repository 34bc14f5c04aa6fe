import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileExists, UnsafePath } from '@vcp/schema';
import { fileSystemErrorOf } from '../failure.ts';
import { errnoOf, type FileSystem } from '../file-system.ts';

const MAX_REMEMBERED = 20_000;

/** Makes the outdir and says where it really is; the user may have given a link to it. */
export function makeOutdir(outdir: string): string {
  try {
    makeFolders(outdir);
    return realpathSync.native(outdir);
  } catch (error) {
    throw fileSystemErrorOf(error, outdir);
  }
}

/** Not `recursive: true`: it never ends below folders that take no new ones, such as /proc. */
function makeFolders(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolders(dirname(folder));
    mkdirSync(folder);
  }
}

/** The folder that a download writes to, and nothing outside of it. */
export interface TargetFolder {
  readonly root: string;
  /**
   * Makes the folders on the way to a safe relative path and returns the absolute one. No link
   * below the root is followed.
   *
   * @throws {UnsafePath} for a link on the way · {FileExists} for a file where a folder is needed
   */
  prepare(path: string): string;
  /** Whether the parent of a prepared path still is the real folder that it was. */
  isIntact(target: string): boolean;
  /** The folders that got new entries since the last call. */
  takeChanged(): string[];
  /** Notes that a folder got a new entry. */
  markChanged(folder: string): void;
}

/** @param root a real path, see {@link makeOutdir} */
export function targetFolder(fs: FileSystem, root: string): TargetFolder {
  const known = new Set<string>();
  const changed = new Set<string>();

  const prepareFolder = (folder: string, path: string) => {
    if (folder === root || known.has(folder)) return;
    prepareFolder(dirname(folder), path);
    const found = fs.lstat(folder);
    if (found?.isSymbolicLink())
      throw new UnsafePath(`${path}: ${folder} is a link, and links are not followed`, {
        hint: 'Remove the link, or choose another folder with --outdir.',
      });
    if (found && !found.isDirectory())
      throw new FileExists(`${path}: ${folder} is a file where a folder is needed`, {
        hint: 'Move it away, or choose another folder with --outdir.',
      });
    if (!found) makeFolder(folder);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.add(folder);
  };

  const makeFolder = (folder: string) => {
    try {
      fs.mkdir(folder);
      changed.add(dirname(folder));
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || !fs.lstat(folder)?.isDirectory()) throw error;
    }
  };

  return {
    root,
    prepare(path) {
      const target = join(root, path);
      prepareFolder(dirname(target), path);
      return target;
    },
    isIntact(target) {
      const folder = dirname(target);
      try {
        return fs.realpath(folder) === folder;
      } catch {
        known.delete(folder);
        return false;
      }
    },
    takeChanged() {
      const folders = [...changed];
      changed.clear();
      return folders;
    },
    markChanged: (folder) => changed.add(folder),
  };
}
