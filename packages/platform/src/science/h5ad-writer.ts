import type { SparseMatrix } from './anndata.ts';
import { type AnnData, type Column, type Frame, isCategorical, type Matrix } from './anndata.ts';
import { type Dataset, type Group, writeHdf5 } from './hdf5-file.ts';

const CHUNK_ROWS = 256;

/**
 * Writes an AnnData as `.h5ad` in the layout of anndata 0.8 and later, gzip-compressed: every
 * element carries its `encoding-type`. Equal input gives equal bytes.
 */
export function encodeH5ad(data: AnnData): Promise<Uint8Array> {
  return writeHdf5((root) => {
    encode(root, 'anndata', '0.1.0');
    writeMatrix(root, 'X', data.X);
    writeFrame(root, 'obs', data.obs);
    writeFrame(root, 'var', data.var);
    const obsm = dictionary(root, 'obsm');
    for (const [name, matrix] of data.obsm) writeMatrix(obsm, name, matrix);
    const layers = dictionary(root, 'layers');
    for (const [name, matrix] of data.layers) writeSparse(layers, name, matrix);
    const uns = dictionary(root, 'uns');
    for (const [name, text] of data.uns) {
      encode(uns.create_dataset({ name, data: text, shape: [], dtype: 'S' }), 'string', '0.2.0');
    }
    for (const empty of ['varm', 'obsp', 'varp']) dictionary(root, empty);
    return undefined;
  });
}

function writeMatrix(parent: Group, name: string, { rows, columns, values }: Matrix): void {
  const dataset = parent.create_dataset({
    name,
    data: values,
    shape: [rows, columns],
    chunks: [Math.min(rows, CHUNK_ROWS), columns],
    compression: 'gzip',
  });
  encode(dataset, 'array', '0.2.0');
}

function writeSparse(parent: Group, name: string, matrix: SparseMatrix): void {
  const group = parent.create_group(name);
  encode(group, 'csr_matrix', '0.1.0');
  group.create_attribute('shape', [matrix.rows, matrix.columns], [2], '<q');
  const parts = { data: matrix.values, indices: matrix.indices, indptr: matrix.starts };
  for (const [part, values] of Object.entries(parts)) writeNumbers(group, part, values);
}

function writeFrame(parent: Group, name: string, frame: Frame): void {
  const group = parent.create_group(name);
  encode(group, 'dataframe', '0.2.0');
  const columns = [...frame.columns.keys()];
  group.create_attribute('_index', '_index');
  group.create_attribute('column-order', columns, [columns.length], 'S');
  writeTexts(group, '_index', frame.index);
  for (const [column, values] of frame.columns) writeColumn(group, column, values);
}

function writeColumn(parent: Group, name: string, column: Column): void {
  if (!isCategorical(column)) {
    encode(writeNumbers(parent, name, column), 'array', '0.2.0');
    return;
  }
  const group = parent.create_group(name);
  encode(group, 'categorical', '0.2.0');
  group.create_attribute('ordered', 0, [], '<b');
  encode(writeNumbers(group, 'codes', column.codes), 'array', '0.2.0');
  writeTexts(group, 'categories', column.categories);
}

function writeTexts(parent: Group, name: string, texts: readonly string[]): void {
  const dataset = parent.create_dataset({
    name,
    data: [...texts],
    shape: [texts.length],
    dtype: 'S',
  });
  encode(dataset, 'string-array', '0.2.0');
}

function writeNumbers(parent: Group, name: string, data: Exclude<Column, { codes: unknown }>) {
  const packed = data.length > 0 ? { chunks: [data.length], compression: 'gzip' as const } : {};
  return parent.create_dataset({ name, data, shape: [data.length], ...packed });
}

function dictionary(parent: Group, name: string): Group {
  const group = parent.create_group(name);
  encode(group, 'dict', '0.1.0');
  return group;
}

function encode(node: Group | Dataset, type: string, version: string): void {
  node.create_attribute('encoding-type', type);
  node.create_attribute('encoding-version', version);
}
