import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A file that the platform serves: where its bytes lie, and what they were when it was registered. */
export interface ServedFile {
  readonly diskPath: string;
  readonly size: number;
  /** Lower-case hexadecimal, where known. */
  readonly sha256: string | null;
  /** Milliseconds since 1970, whole. */
  readonly modifiedMs: number;
}

/** What became of a registered file: open for reading, no longer there, or other bytes by now. */
export type OpenedFile = FileHandle | 'gone' | 'changed';

/**
 * Opens a registered file if it still has the size and modification time that it was registered
 * with. A symbolic link in its place is not followed: it counts as changed. The caller closes it.
 */
export async function openUnchanged(file: ServedFile): Promise<OpenedFile> {
  let handle: FileHandle;
  try {
    handle = await open(file.diskPath, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'gone';
    if (code === 'ELOOP') return 'changed';
    throw error;
  }
  try {
    if (await isUnchanged(handle, file)) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return 'changed';
}

/** Whether an open file still is the one that was registered. */
export async function isUnchanged(handle: FileHandle, file: ServedFile): Promise<boolean> {
  const stat = await handle.stat();
  return stat.isFile() && stat.size === file.size && Math.trunc(stat.mtimeMs) === file.modifiedMs;
}
