import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { InputError, safePath } from '@vcp/schema';
import type { ContentKind } from '../science/content-kind.ts';

/** Something in a folder that becomes one dataset or more; `path` is relative to the folder. */
export type FolderItem =
  | { readonly kind: ContentKind; readonly path: string }
  | { readonly kind: 'document'; readonly path: string }
  | { readonly kind: 'left-out'; readonly path: string; readonly reason: string };

const MAX_DEPTH = 64;
/** A folder that has one of these is a zarr store of format 2 or 3. */
const ZARR_MARKERS = ['.zgroup', '.zattrs', '.zarray', 'zarr.json'];
/** A folder that has one of these is described by it. */
const DOCUMENT = /^(dataset|croissant)\.(json|jsonld|jsonl)$|\.croissant\.(json|jsonld|jsonl)$/i;

/**
 * What there is to import in a folder, in the order of the names. A zarr store is one item. A
 * folder with a document (`dataset.json`, `croissant.json`, `….croissant.json`) is only that
 * document, which says which files belong to it. Hidden files are left alone, links are not
 * followed, and how many other files were left out is said once a folder.
 */
export async function* walkFolder(
  root: string,
  path = '',
  depth = 0,
): AsyncGenerator<FolderItem, void, undefined> {
  if (depth > MAX_DEPTH) {
    yield { kind: 'left-out', path, reason: `deeper than ${MAX_DEPTH} folders` };
    return;
  }
  const entries = await readdir(join(root, path), { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  if (ZARR_MARKERS.some((name) => names.has(name))) {
    yield { kind: 'zarr', path };
    return;
  }
  const at = (name: string) => (path === '' ? name : `${path}/${name}`);
  const visible = entries
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const documents = visible.filter((entry) => entry.isFile() && DOCUMENT.test(entry.name));
  if (documents.length > 0) {
    for (const { name } of documents) yield { kind: 'document', path: at(name) };
    return;
  }
  let others = 0;
  for (const entry of visible) {
    const kind = entry.isFile() ? kindOf(entry.name) : null;
    if (entry.isDirectory()) yield* walkFolder(root, at(entry.name), depth + 1);
    else if (entry.isSymbolicLink()) {
      yield { kind: 'left-out', path: at(entry.name), reason: 'a link; links are not followed' };
    } else if (kind !== null) yield { kind, path: at(entry.name) };
    else others++;
  }
  if (others > 0) {
    yield { kind: 'left-out', path, reason: `${others} other files, of no kind that import knows` };
  }
}

/**
 * The files of a store in the order of their names, relative to it. Throws an {@link InputError}
 * for a link that leads out of it, and `UnsafePath` for a name that is not safe everywhere.
 */
export async function* storeFiles(
  store: string,
  path = '',
): AsyncGenerator<string, void, undefined> {
  const entries = await readdir(join(store, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* storeFiles(store, inside);
    else if (entry.isFile() || (await isLinkInside(store, inside))) yield safePath(inside);
    else throw new InputError(`${inside} is no file, or a link that leads out of the store`);
  }
}

/** The kind of content that a file of this name has, null for one that import does not know. */
export function kindOf(name: string): ContentKind | null {
  if (/\.h5ad$/i.test(name)) return 'h5ad';
  if (/\.(csv|tsv)(\.gz)?$/i.test(name)) return 'table';
  return /\.npy$/i.test(name) ? 'npy' : null;
}

async function isLinkInside(store: string, path: string): Promise<boolean> {
  const target = await realpath(join(store, path)).catch(() => null);
  if (target === null || relative(await realpath(store), target).startsWith('..')) return false;
  return (await stat(target)).isFile();
}
