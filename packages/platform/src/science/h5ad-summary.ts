import { InputError } from '@vcp/schema/errors';
import { type AnnDataStore, summarizeAnnData } from './anndata-store.ts';
import type { ContentSummary } from './content-summary.ts';
import { compoundColumns, distinctInColumn, distinctInField } from './hdf5-columns.ts';
import {
  Dataset,
  Group,
  member,
  readAll,
  textAttribute,
  textList,
  withHdf5File,
} from './hdf5-file.ts';

/**
 * What an `.h5ad` file says about itself, in all its layouts: `obs` as a group (since 0.7) with
 * categorical groups or `__categories`, and `obs` as one compound dataset with the categories in
 * `uns`. Reads only the columns that matter. Throws an {@link InputError} when the file is damaged
 * or is no AnnData.
 */
export function readH5adSummary(path: string): Promise<ContentSummary> {
  return withHdf5File(path, (root) => summarizeAnnData(storeOf(root)));
}

function storeOf(root: Group): AnnDataStore {
  const obs = member(root, 'obs');
  if (obs === null) throw new InputError('not an AnnData file: it has no obs');
  const uns = groupAt(root, 'uns');
  return {
    shape: shapeOf(root, obs),
    columns: obs instanceof Group ? groupColumns(obs) : compoundColumns(obs),
    unsKeys: uns?.keys() ?? [],
    embeddings: arrayNames(member(root, 'obsm')),
    layers: arrayNames(member(root, 'layers')),
    distinct: async (column) =>
      obs instanceof Group ? distinctInColumn(obs, column) : distinctInField(obs, column, uns),
    texts: async (key) => {
      const value = uns === null ? null : member(uns, key);
      if (!(value instanceof Dataset)) return null;
      return value.metadata.total_size > 1_000 ? null : textList(readAll(value));
    },
  };
}

function groupColumns(obs: Group): readonly string[] {
  const index = textAttribute(obs, '_index')?.[0] ?? '_index';
  const listed = textAttribute(obs, 'column-order');
  const present = obs.keys().filter((name) => name !== index && name !== '__categories');
  if (listed === null) return present;
  const there = new Set(present);
  return listed.filter((name) => there.has(name));
}

function arrayNames(holder: Group | Dataset | null): readonly string[] {
  if (holder === null) return [];
  return holder instanceof Group ? holder.keys() : compoundColumns(holder);
}

function shapeOf(root: Group, obs: Group | Dataset): AnnDataStore['shape'] {
  const [cells, genes] = matrixShape(member(root, 'X')) ?? [];
  return {
    cells: cells ?? rowsOf(obs),
    genes: genes ?? rowsOf(member(root, 'var')),
  };
}

function matrixShape(matrix: Group | Dataset | null): readonly number[] | null {
  if (matrix instanceof Dataset) return matrix.shape;
  const value = (matrix?.attrs.shape ?? matrix?.attrs.h5sparse_shape)?.json_value;
  if (!Array.isArray(value)) return null;
  const lengths = value.map(Number);
  return lengths.length === 2 && lengths.every(isCount) ? lengths : null;
}

function rowsOf(frame: Group | Dataset | null): number | null {
  if (frame instanceof Dataset) return frame.shape?.[0] ?? null;
  if (frame === null) return null;
  const index = member(frame, textAttribute(frame, '_index')?.[0] ?? '_index');
  return index instanceof Dataset ? (index.shape?.[0] ?? null) : null;
}

function groupAt(root: Group, name: string): Group | null {
  const found = member(root, name);
  return found instanceof Group ? found : null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
