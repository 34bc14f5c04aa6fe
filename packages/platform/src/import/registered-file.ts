import { realpath, stat } from 'node:fs/promises';
import { FileSystemError } from '@vcp/schema/errors';
import type { StoredFile } from '../files/stored-files.ts';
import { digestFile } from './file-digest.ts';

/**
 * The row under which a file on disk is served as `path` of a dataset: it stays where it is, links
 * on the way to it are resolved. `onBytes` sees what is in it, piece by piece. Throws a
 * {@link FileSystemError} when it changes while it is read.
 */
export async function registeredFile(
  datasetId: string,
  path: string,
  diskPath: string,
  signal?: AbortSignal,
  onBytes?: (bytes: Uint8Array) => void,
): Promise<StoredFile> {
  const real = await realpath(diskPath);
  const before = await stat(real);
  const { size, sha256 } = await digestFile(real, signal, onBytes);
  const after = await stat(real);
  if (size !== before.size || after.size !== size || after.mtimeMs !== before.mtimeMs) {
    throw new FileSystemError(`${diskPath} changed while it was read`, {
      hint: 'Import it again when it is complete.',
    });
  }
  const modified = new Date(Math.trunc(after.mtimeMs)).toISOString();
  return { datasetId, path, diskPath: real, size, sha256, modified };
}
