import { InputError } from '@vcp/schema/errors';
import type { AnnData, Column, Frame, Matrix, SparseMatrix } from '../science/anndata.ts';
import { Dataset, Group, member, readAll, withHdf5File } from '../science/hdf5-file.ts';

// Booleans are stored as an enumeration of FALSE and TRUE.
const H5T_ENUM = 8;

/** One group of cells with the genes that mark it, best first. */
export interface MarkerGenes {
  readonly group: string;
  readonly genes: readonly { readonly name: string; readonly score: number }[];
}

/** The bundled data in memory. */
export interface ExampleSource {
  readonly cells: AnnData;
  readonly markers: readonly MarkerGenes[];
}

/**
 * Reads the bundled `pbmc68k_reduced.h5ad` (the old AnnData layout: compound tables, categories in
 * `uns`). Throws an {@link InputError} when it is not that file.
 */
export function readExampleSource(path: string): Promise<ExampleSource> {
  return withHdf5File(path, (root) => ({
    cells: {
      X: denseMatrix(dataset(root, 'X')),
      obs: frame(root, 'obs'),
      var: frame(root, 'var'),
      obsm: embeddings(root),
      layers: new Map([['log_normalized', sparseMatrix(root, 'raw.X')]]),
      uns: new Map(),
    },
    markers: markers(root),
  }));
}

function denseMatrix(source: Dataset): Matrix {
  const value = readAll(source);
  const [rows, columns] = source.shape ?? [];
  if (rows === undefined || columns === undefined || !(value instanceof Float32Array)) {
    throw unexpected(source.path);
  }
  return { rows, columns, values: value };
}

function sparseMatrix(root: Group, name: string): SparseMatrix {
  const group = member(root, name);
  const shape = group?.attrs.h5sparse_shape?.json_value;
  if (!(group instanceof Group) || !Array.isArray(shape)) throw unexpected(name);
  const values = readAll(dataset(group, 'data'));
  const indices = readAll(dataset(group, 'indices'));
  const starts = readAll(dataset(group, 'indptr'));
  if (!(values instanceof Float32Array)) throw unexpected(name);
  if (!(indices instanceof Int32Array && starts instanceof Int32Array)) throw unexpected(name);
  return { rows: Number(shape[0]), columns: Number(shape[1]), values, indices, starts };
}

function frame(root: Group, name: string): Frame {
  const table = dataset(root, name);
  const flags = new Set(
    table.metadata.compound_type?.members
      .filter(({ type }) => type === H5T_ENUM)
      .map((m) => m.name),
  );
  const columns = new Map<string, Column>();
  let index: readonly string[] = [];
  for (const [column, cells] of fields(table)) {
    const categories = categoriesOf(root, column);
    if (column === 'index') index = cells.map(String);
    else if (categories !== null) columns.set(column, codes(cells, categories));
    else columns.set(column, flags.has(column) ? Int8Array.from(cells, Number) : numbers(cells));
  }
  return { index, columns };
}

function categoriesOf(root: Group, column: string): readonly string[] | null {
  const uns = member(root, 'uns');
  const found = uns instanceof Group ? member(uns, `${column}_categories`) : null;
  const value = found instanceof Dataset ? readAll(found) : null;
  return Array.isArray(value) ? value.map(String) : null;
}

function codes(cells: readonly unknown[], categories: readonly string[]): Column {
  return { codes: Int8Array.from(cells, Number), categories };
}

function numbers(cells: readonly unknown[]): Column {
  if (typeof cells[0] === 'bigint')
    return BigInt64Array.from(cells, (cell) => BigInt(String(cell)));
  return Float32Array.from(cells, Number);
}

function embeddings(root: Group): ReadonlyMap<string, Matrix> {
  const found = new Map<string, Matrix>();
  for (const [name, cells] of fields(dataset(root, 'obsm'))) {
    const rows = cells.map((row) => (Array.isArray(row) ? row.map(Number) : []));
    const columns = rows[0]?.length ?? 0;
    const flat = rows.flat();
    const values = name === 'X_pca' ? Float32Array.from(flat) : Float64Array.from(flat);
    found.set(name, { rows: rows.length, columns, values });
  }
  return found;
}

function markers(root: Group): readonly MarkerGenes[] {
  const uns = member(root, 'uns');
  const ranked = uns instanceof Group ? member(uns, 'rank_genes_groups') : null;
  if (!(ranked instanceof Group)) throw unexpected('uns/rank_genes_groups');
  const scores = fields(dataset(ranked, 'scores'));
  return [...fields(dataset(ranked, 'names'))].map(([group, names]) => ({
    group,
    genes: names.map((name, at) => ({
      name: String(name),
      score: Math.fround(Number(scores.get(group)?.[at])),
    })),
  }));
}

/** The columns of a compound dataset. */
function fields(source: Dataset): ReadonlyMap<string, readonly unknown[]> {
  const names = source.metadata.compound_type?.members.map(({ name }) => name);
  const value = readAll(source);
  if (names === undefined || !Array.isArray(value)) throw unexpected(source.path);
  return new Map(
    names.map((name, at) => [
      name,
      value.map((row: unknown) => (Array.isArray(row) ? row[at] : null)),
    ]),
  );
}

function dataset(group: Group, name: string): Dataset {
  const found = member(group, name);
  if (!(found instanceof Dataset)) throw unexpected(name);
  return found;
}

function unexpected(part: string): InputError {
  return new InputError(`the example data are not as expected: ${part}`, {
    hint: 'Install vcp again.',
  });
}
