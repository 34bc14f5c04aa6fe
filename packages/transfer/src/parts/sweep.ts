import { dirname, join } from 'node:path';
import { errnoOf, type FileSystem } from '../file-system.ts';
import { isHeld, leasePath } from '../lease.ts';
import { partOwning } from './part-name.ts';

/**
 * Removes what killed runs left of a large target: unfinished files of any version but `keep`, and
 * leases of the dead. What a living process works on stays.
 */
export function sweepParts(fs: FileSystem, target: string, keep: string | null): void {
  const folder = dirname(target);
  for (const name of fs.readdir(folder)) {
    const part = partOwning(name, target);
    if (part === null || part === keep || isHeld(leasePath(part))) continue;
    removeIfThere(fs, join(folder, name));
  }
}

function removeIfThere(fs: FileSystem, path: string): void {
  try {
    fs.unlink(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error; // somebody else swept it
  }
}
