import { realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Checksum, NotFound, safePath } from '@vcp/schema';
import type { CatalogLocation } from '../catalog/dataset.ts';
import type { StoredFile } from '../files/stored-files.ts';
import type { ContentKind } from '../science/content-kind.ts';
import { ContentReader } from '../science/content-reader.ts';
import type { ContentSummary } from '../science/content-summary.ts';
import type { ImportDefaults } from './croissant-document.ts';
import { isAboutTheFile } from './file-problem.ts';
import { storeFiles, walkFolder } from './folder-walk.ts';
import { undescribedDataset } from './found-dataset.ts';
import { importCroissant } from './import-croissant.ts';
import { type ImportEvent, theseFiles } from './imported.ts';
import { mediaTypeOf } from './media-type.ts';
import { registeredFile } from './registered-file.ts';

export interface FolderOptions extends ImportDefaults {
  readonly signal?: AbortSignal;
}

/**
 * Finds the datasets in a folder and its sub-folders: each `.h5ad`, each zarr store, each CSV or
 * TSV table (also `.gz`) and each `.npy` is one; a folder with a `dataset.json` or
 * `croissant.json` is what that document says. Nothing is copied: files are served from where they
 * lie. The id comes from the namespace and the relative path, so that importing again updates.
 * A file that is damaged is refused, the others go on. Throws {@link NotFound} without the folder.
 */
export async function* importFolder(
  folder: string,
  options: FolderOptions,
): AsyncGenerator<ImportEvent, void, undefined> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory()) {
    throw new NotFound(`there is no folder ${folder}`);
  }
  const reader = new ContentReader();
  try {
    for await (const item of walkFolder(root)) {
      options.signal?.throwIfAborted();
      const source = join(folder, item.path);
      if (item.kind === 'left-out') yield { kind: 'note', source, reason: item.reason };
      else if (item.kind === 'document') yield* importCroissant(source, options);
      else yield* imported(root, item.path, item.kind, { reader, source, ...options });
    }
  } finally {
    await reader.close();
  }
}

interface ItemOptions extends FolderOptions {
  readonly reader: ContentReader;
  readonly source: string;
}

async function* imported(
  root: string,
  path: string,
  kind: ContentKind,
  options: ItemOptions,
): AsyncGenerator<ImportEvent, void, undefined> {
  const { reader, source, signal } = options;
  try {
    const disk = join(root, path);
    const name = safePath(basename(disk));
    const summary = await reader.read(kind, disk, signal);
    for (const reason of summary.notes) yield { kind: 'note', source, reason };
    const place = path || name;
    yield kind === 'zarr'
      ? await store(place, name, disk, summary, options)
      : await file(place, name, disk, summary, options);
  } catch (error) {
    if (!isAboutTheFile(error)) throw error;
    yield { kind: 'refused', source, reason: error.message };
  }
}

async function file(
  place: string,
  name: string,
  disk: string,
  summary: ContentSummary,
  options: ItemOptions,
): Promise<ImportEvent> {
  const located = (size: number, checksum: Checksum | null): CatalogLocation => ({
    url: `platform:${name}`,
    format: mediaTypeOf(name),
    size,
    checksum,
  });
  const draft = undescribedDataset(place, summary, located(0, null), options);
  const stored = await registeredFile(draft.id, name, disk, options.signal);
  const locations = [located(stored.size, { algorithm: 'sha256', value: stored.sha256 })];
  const files = theseFiles([stored]);
  return { kind: 'dataset', source: options.source, dataset: { ...draft, locations }, files };
}

async function store(
  place: string,
  name: string,
  disk: string,
  summary: ContentSummary,
  options: ItemOptions,
): Promise<ImportEvent> {
  let size = 0;
  for await (const inside of storeFiles(disk)) size += (await stat(join(disk, inside))).size;
  const format = mediaTypeOf('.zarr');
  const location = { url: `platform:${name}/`, format, size, checksum: null };
  const dataset = undescribedDataset(place, summary, location, options);
  return {
    kind: 'dataset',
    source: options.source,
    dataset,
    files: registeredStore(dataset.id, name, disk, options.signal),
  };
}

async function* registeredStore(
  datasetId: string,
  name: string,
  disk: string,
  signal?: AbortSignal,
): AsyncGenerator<StoredFile, void, undefined> {
  for await (const inside of storeFiles(disk)) {
    yield registeredFile(datasetId, `${name}/${inside}`, join(disk, inside), signal);
  }
}
