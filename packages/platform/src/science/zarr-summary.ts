import { InputError } from '@vcp/schema/errors';
import * as zarr from 'zarrita';
import { type AnnDataStore, summarizeAnnData } from './anndata-store.ts';
import { cleanText } from './clean-text.ts';
import { type ContentSummary, summaryOf } from './content-summary.ts';
import { DistinctValues } from './distinct-values.ts';
import { ZarrFiles } from './zarr-files.ts';

type Group = zarr.Group<ZarrFiles>;
type StoredArray = zarr.Array<zarr.DataType, ZarrFiles>;

const ROWS = 1_000_000;
const MAX_CHUNK_ITEMS = 64 * 1024 * 1024;
const MAX_CATEGORIES = 100_000;

/**
 * What a zarr store (format 2 or 3) in a folder says about itself: an AnnData like an h5ad, an
 * OME image its axes, any other group or array its shape. Chunks are read with every codec that
 * zarrita knows (gzip, zlib, zstd, lz4, blosc); a column packed otherwise becomes a note.
 * Throws an {@link InputError} when it is no zarr store or its metadata are damaged.
 */
export async function readZarrSummary(directory: string): Promise<ContentSummary> {
  const files = await ZarrFiles.open(directory);
  const root = await openNode(files, '');
  if (root === null) throw new InputError('not a zarr store: it has no readable root');
  if (root instanceof zarr.Array) return summaryOf({ properties: arrayProperties(root) });
  const obs = await openNode(files, 'obs');
  if (obs instanceof zarr.Group) return summarizeAnnData(await annDataIn(files, obs));
  return summaryOf({ properties: imageProperties(root.attrs) });
}

async function annDataIn(files: ZarrFiles, obs: Group): Promise<AnnDataStore> {
  return {
    shape: {
      cells: (await matrixShape(files))?.[0] ?? (await rowsOf(files, 'obs', obs.attrs)),
      genes: (await matrixShape(files))?.[1] ?? (await rowsOf(files, 'var', null)),
    },
    columns: texts(obs.attrs['column-order']) ?? [],
    unsKeys: await files.members('uns'),
    embeddings: await files.members('obsm'),
    layers: await files.members('layers'),
    distinct: (column) => distinctIn(files, `obs/${column}`),
    texts: async (key) => {
      const node = await openNode(files, `uns/${key}`);
      if (!(node instanceof zarr.Array) || itemsIn(node.shape) > 1_000) return null;
      const data = await readAll(node);
      return data === null ? null : textValues(data);
    },
  };
}

async function distinctIn(files: ZarrFiles, path: string): Promise<DistinctValues | null> {
  const column = await openNode(files, path);
  if (column instanceof zarr.Array) return isText(column) ? textsIn(column) : null;
  const codes = await openNode(files, `${path}/codes`);
  const categories = await openNode(files, `${path}/categories`);
  if (!(codes instanceof zarr.Array) || !(categories instanceof zarr.Array)) return null;
  if (itemsIn(categories.shape) > MAX_CATEGORIES) throw new InputError('too many categories');
  const names = [...((await readAll(categories)) ?? [])].map(String);
  const found = new DistinctValues();
  const used = new Set<number>();
  for await (const part of slices(codes)) {
    for (const code of part) {
      const index = Number(code);
      if (used.has(index)) continue;
      used.add(index);
      const name = names[index];
      if (index >= 0 && name === undefined) {
        throw new InputError(`the code ${index} has no category`);
      }
      if (name !== undefined) found.add(name);
    }
  }
  return found;
}

async function textsIn(column: StoredArray): Promise<DistinctValues> {
  const found = new DistinctValues();
  for await (const part of slices(column)) {
    for (const text of textValues(part) ?? []) found.add(text);
    if (found.overflowed) break;
  }
  return found;
}

async function* slices(column: StoredArray): AsyncGenerator<Iterable<unknown>, void, undefined> {
  checkChunk(column);
  const total = column.shape[0] ?? 0;
  if (column.shape.length !== 1) throw new InputError('it is not a column');
  for (let start = 0; start < total; start += ROWS) {
    const { data } = await zarr.get(column, [zarr.slice(start, Math.min(start + ROWS, total))]);
    yield data;
  }
}

async function readAll(array: StoredArray): Promise<Iterable<unknown> | null> {
  checkChunk(array);
  const result: unknown = await zarr.get(array);
  if (typeof result === 'string') return [result];
  if (typeof result !== 'object' || result === null || !('data' in result)) return null;
  const { data } = result;
  return isIterable(data) ? data : null;
}

function checkChunk({ chunks }: StoredArray): void {
  if (itemsIn(chunks) > MAX_CHUNK_ITEMS) throw new InputError('its chunks are too large to read');
}

async function openNode(files: ZarrFiles, path: string): Promise<Group | StoredArray | null> {
  const location = zarr.root(files).resolve(path);
  try {
    return await zarr.open(location);
  } catch (error) {
    if (zarr.isZarritaError(error, 'NotFoundError')) return null;
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`damaged zarr metadata at /${path}: ${cleanText(reason, 300)}`, {
      cause: error,
    });
  }
}

async function matrixShape(files: ZarrFiles): Promise<readonly number[] | null> {
  const matrix = await openNode(files, 'X');
  if (matrix instanceof zarr.Array) return matrix.shape;
  const shape: unknown = matrix?.attrs.shape;
  return Array.isArray(shape) && shape.every(Number.isSafeInteger) ? shape : null;
}

async function rowsOf(
  files: ZarrFiles,
  frame: string,
  attrs: zarr.Attributes | null,
): Promise<number | null> {
  const own = attrs ?? (await openNode(files, frame))?.attrs ?? {};
  const index = typeof own._index === 'string' ? own._index : '_index';
  const node = await openNode(files, `${frame}/${index}`);
  return node instanceof zarr.Array ? (node.shape[0] ?? null) : null;
}

function arrayProperties({ shape, dtype }: StoredArray) {
  return [
    { name: 'shape', value: shape },
    { name: 'data_type', value: dtype },
  ];
}

function imageProperties(attrs: zarr.Attributes) {
  const ome = isRecord(attrs.ome) ? attrs.ome : attrs;
  const scales: unknown = ome.multiscales;
  const first: unknown = Array.isArray(scales) ? scales[0] : null;
  const axes: unknown = isRecord(first) ? first.axes : null;
  if (!Array.isArray(axes)) return [];
  const names = axes.map((axis: unknown) => (isRecord(axis) ? axis.name : axis));
  return [{ name: 'image_axes', value: texts(names)?.slice(0, 16) ?? [] }];
}

function isText({ dtype }: StoredArray): boolean {
  return dtype === 'string' || dtype === 'v2:object' || /^v2:[US]\d+$/.test(dtype);
}

function textValues(data: Iterable<unknown>): readonly string[] | null {
  return texts([...data]);
}

function texts(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

function itemsIn(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
