import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FileSystemError, UsageError } from '@vcp/schema/errors';

/**
 * The absolute folder to write to, checked before anything is asked for: it, or what is there of
 * the way to it, must be a folder that may be written to. Nothing is made.
 *
 * @throws {UsageError} for a blank name and for a file · {FileSystemError} without permission
 */
export async function checkedOutdir(cwd: string, outdir: string): Promise<string> {
  if (outdir.trim() === '')
    throw new UsageError('--outdir is blank', { hint: 'Name a folder; . is this one.' });
  const folder = resolve(cwd, outdir);
  const there = await nearestThere(folder);
  if (!there.isFolder)
    throw new UsageError(`--outdir ${folder}: ${there.path} is a file, not a folder`, {
      hint: 'Name another folder; it is made if it is missing.',
    });
  try {
    await access(there.path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new FileSystemError(`--outdir ${folder}: you may not write to ${there.path}`, {
      hint: 'Name another folder.',
      cause,
    });
  }
  return folder;
}

interface There {
  readonly path: string;
  readonly isFolder: boolean;
}

async function nearestThere(path: string): Promise<There> {
  try {
    return { path, isFolder: (await stat(path)).isDirectory() };
  } catch {
    // Missing, or below a file or a folder that cannot be entered: the next one up tells.
    const parent = dirname(path);
    return parent === path ? { path, isFolder: true } : nearestThere(parent);
  }
}
