import { createHash } from 'node:crypto';
import { glob, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { InputError, isSafePath } from '@vcp/schema';
import type { CatalogLocation } from '../catalog/dataset.ts';
import type { StoredFile } from '../files/stored-files.ts';
import type { LocalFiles } from './croissant-files.ts';
import { mediaTypeOf } from './media-type.ts';
import { registeredFile } from './registered-file.ts';

const MAX_FILES = 100_000;

/** A file beside a document, as it is to be served. */
export interface LocatedFile {
  readonly location: CatalogLocation;
  readonly file: StoredFile;
}

/**
 * Finds the files that a document names beside itself and reads their sizes and checksums. Throws
 * an {@link InputError} when one is missing, lies outside the folder of the document, has a name
 * that is not safe everywhere, or is not the file that the document describes.
 */
export async function locateFiles(
  datasetId: string,
  document: string,
  wanted: readonly LocalFiles[],
  signal?: AbortSignal,
): Promise<readonly LocatedFile[]> {
  const folder = await realpath(dirname(document));
  const found = new Map<string, LocatedFile>();
  for (const item of wanted) {
    for await (const path of pathsOf(folder, item)) {
      if (found.has(path)) continue;
      if (found.size === MAX_FILES) throw new InputError(`more than ${MAX_FILES} files`);
      const md5 = item.checksum?.algorithm === 'md5' ? createHash('md5') : null;
      const onBytes = (bytes: Uint8Array) => void md5?.update(bytes);
      const file = await registeredFile(datasetId, path, join(folder, path), signal, onBytes);
      const digest = md5?.digest('hex') ?? file.sha256;
      if (item.checksum !== null && item.checksum.value !== digest) {
        const { algorithm } = item.checksum;
        throw new InputError(`${item.place}: ${path} is another file than its ${algorithm} says`);
      }
      const location: CatalogLocation = {
        url: `platform:${path}`,
        format: item.format ?? mediaTypeOf(path),
        size: file.size,
        checksum: { algorithm: 'sha256', value: file.sha256 },
      };
      found.set(path, { location, file });
    }
  }
  return [...found.values()];
}

async function* pathsOf(folder: string, item: LocalFiles): AsyncGenerator<string> {
  if (!item.isPattern) {
    yield await inside(folder, unescaped(item.path).replace(/^\.\//, ''), item);
    return;
  }
  for await (const match of glob(item.path, { cwd: folder })) {
    const path = match.split(sep).join('/');
    if ((await stat(join(folder, path))).isFile()) yield await inside(folder, path, item);
  }
}

async function inside(folder: string, path: string, { place }: LocalFiles): Promise<string> {
  if (!isSafePath(path)) throw new InputError(`${place}: ${JSON.stringify(path)} is no safe path`);
  const real = await realpath(join(folder, path)).catch(() => null);
  if (real === null) throw new InputError(`${place}: there is no file ${path}`);
  if (relative(folder, real).startsWith('..') || !(await stat(real)).isFile()) {
    throw new InputError(`${place}: ${path} is no file inside the folder of the document`);
  }
  return path;
}

function unescaped(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
