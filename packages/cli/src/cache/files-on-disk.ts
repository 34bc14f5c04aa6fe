import type { Dirent } from 'node:fs';
import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** A file or symbolic link, with its own size. */
export interface FileOnDisk {
  readonly path: string;
  readonly bytes: number;
}

const MAX_DEPTH = 64;

/** The files directly in a folder whose names are accepted; none where there is no folder. */
export async function filesIn(
  folder: string,
  accepts: (name: string) => boolean,
): Promise<FileOnDisk[]> {
  const found: FileOnDisk[] = [];
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory() || !accepts(entry.name)) continue;
    const file = await fileAt(join(folder, entry.name));
    if (file !== null) found.push(file);
  }
  return found;
}

/**
 * The files below a folder, links not followed. With `depthOfFirst: 1` those directly in it are left
 * out, and only its subfolders are looked at.
 */
export async function filesBelow(
  folder: string,
  { depthOfFirst = 0 }: { readonly depthOfFirst?: number } = {},
  depth = 0,
): Promise<FileOnDisk[]> {
  const found: FileOnDisk[] = [];
  if (depth > MAX_DEPTH) return found;
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      found.push(...(await filesBelow(path, { depthOfFirst }, depth + 1)));
    } else if (depth >= depthOfFirst) {
      const file = await fileAt(path);
      if (file !== null) found.push(file);
    }
  }
  return found;
}

/**
 * Deletes exactly these files, then the folders that became empty, below the folders `keep`.
 * One that is gone already counts as deleted.
 */
export async function deleteFiles(
  files: readonly FileOnDisk[],
  keep: readonly string[],
): Promise<void> {
  const folders = new Set<string>();
  for (const { path } of files) {
    await unlink(path).catch(ignoreMissing);
    folders.add(dirname(path));
  }
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
    await removeEmpty(folder, keep);
  }
}

async function removeEmpty(folder: string, keep: readonly string[]): Promise<void> {
  let current = folder;
  while (keep.some((kept) => current.startsWith(kept + sep))) {
    try {
      await rmdir(current);
    } catch {
      return;
    }
    current = dirname(current);
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function fileAt(path: string): Promise<FileOnDisk | null> {
  try {
    return { path, bytes: (await lstat(path)).size };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  );
}
