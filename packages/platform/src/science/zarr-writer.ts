import { zlibSync } from 'fflate';
import type { AnnData, Column, Frame, Matrix, Numbers, SparseMatrix } from './anndata.ts';
import { isCategorical } from './anndata.ts';

/** The objects of a zarr store: relative path → bytes. */
export type ZarrObjects = ReadonlyMap<string, Uint8Array>;

const TYPES = {
  Int8Array: '|i1',
  Int32Array: '<i4',
  BigInt64Array: '<i8',
  Float32Array: '<f4',
  Float64Array: '<f8',
} as const;

/**
 * Writes an AnnData as a zarr store of format 2 with consolidated metadata, zlib-compressed,
 * `chunkRows` cells a chunk, in the layout of anndata 0.8 and later. Equal input gives equal bytes
 * on every machine (the zlib of Node does not promise that).
 */
export function encodeZarr(data: AnnData, chunkRows: number): ZarrObjects {
  const store = new StoreWriter(chunkRows);
  store.group('', 'anndata', '0.1.0');
  store.matrix('X', data.X);
  store.frame('obs', data.obs);
  store.frame('var', data.var);
  for (const name of ['obsm', 'layers', 'uns', 'varm', 'obsp', 'varp']) {
    store.group(name, 'dict', '0.1.0');
  }
  for (const [name, matrix] of data.obsm) store.matrix(`obsm/${name}`, matrix);
  for (const [name, matrix] of data.layers) store.sparse(`layers/${name}`, matrix);
  for (const [name, text] of data.uns) store.text(`uns/${name}`, text);
  return store.consolidated();
}

class StoreWriter {
  readonly #chunkRows: number;
  readonly #objects = new Map<string, Uint8Array>();
  readonly #metadata: Record<string, unknown> = {};

  constructor(chunkRows: number) {
    this.#chunkRows = chunkRows;
  }

  consolidated(): ZarrObjects {
    const summary = { metadata: this.#metadata, zarr_consolidated_format: 1 };
    return new Map([...this.#objects, ['.zmetadata', jsonBytes(summary)]]);
  }

  group(path: string, type: string, version: string, attributes: object = {}): void {
    this.#describe(path, '.zgroup', { zarr_format: 2 });
    this.#attributes(path, type, version, attributes);
  }

  matrix(path: string, { rows, columns, values }: Matrix): void {
    const chunkRows = Math.min(this.#chunkRows, Math.max(rows, 1));
    this.#array(path, [rows, columns], [chunkRows, columns], values, 'array');
    const length = chunkRows * columns;
    for (let chunk = 0; chunk * length < values.length; chunk++) {
      const part = new (values instanceof Float32Array ? Float32Array : Float64Array)(length);
      part.set(values.subarray(chunk * length, (chunk + 1) * length));
      this.#chunk(`${path}/${chunk}.0`, bytesOf(part));
    }
  }

  sparse(path: string, { rows, columns, values, indices, starts }: SparseMatrix): void {
    this.group(path, 'csr_matrix', '0.1.0', { shape: [rows, columns] });
    this.#numbers(`${path}/data`, values);
    this.#numbers(`${path}/indices`, indices);
    this.#numbers(`${path}/indptr`, starts);
  }

  frame(path: string, { index, columns }: Frame): void {
    const order = [...columns.keys()];
    this.group(path, 'dataframe', '0.2.0', { _index: '_index', 'column-order': order });
    this.#texts(`${path}/_index`, [index.length], index, 'string-array');
    for (const [name, column] of columns) this.#column(`${path}/${name}`, column);
  }

  text(path: string, text: string): void {
    this.#texts(path, [], [text], 'string');
  }

  #column(path: string, column: Column): void {
    if (!isCategorical(column)) {
      this.#numbers(path, column);
      return;
    }
    const { codes, categories } = column;
    this.group(path, 'categorical', '0.2.0', { ordered: false });
    this.#numbers(`${path}/codes`, codes);
    this.#texts(`${path}/categories`, [categories.length], categories, 'string-array');
  }

  #numbers(path: string, values: Numbers): void {
    this.#array(path, [values.length], [Math.max(values.length, 1)], values, 'array');
    if (values.length > 0) this.#chunk(`${path}/0`, bytesOf(values));
  }

  #texts(path: string, shape: number[], texts: readonly string[], type: string): void {
    const chunks = shape.map((length) => Math.max(length, 1));
    this.#describe(path, '.zarray', {
      ...layout(shape, chunks, '|O', ''),
      filters: [{ id: 'vlen-utf8' }],
    });
    this.#attributes(path, type, '0.2.0', {});
    const name = shape.length === 0 ? '0' : shape.map(() => '0').join('.');
    if (texts.length > 0) this.#chunk(`${path}/${name}`, lengthPrefixed(texts));
  }

  #array(path: string, shape: number[], chunks: number[], values: Numbers, type: string): void {
    this.#describe(path, '.zarray', { ...layout(shape, chunks, typeOf(values), 0), filters: null });
    this.#attributes(path, type, '0.2.0', {});
  }

  #attributes(path: string, type: string, version: string, more: object): void {
    this.#describe(path, '.zattrs', {
      'encoding-type': type,
      'encoding-version': version,
      ...more,
    });
  }

  #describe(path: string, name: string, content: object): void {
    const key = path === '' ? name : `${path}/${name}`;
    this.#metadata[key] = content;
    this.#objects.set(key, jsonBytes(content));
  }

  #chunk(key: string, bytes: Uint8Array): void {
    this.#objects.set(key, zlibSync(bytes, { level: 5 }));
  }
}

function layout(shape: number[], chunks: number[], dtype: string, fill: number | string) {
  const compressor = { id: 'zlib', level: 5 };
  const fixed = { zarr_format: 2, order: 'C', dimension_separator: '.' };
  return { ...fixed, shape, chunks, dtype, compressor, fill_value: fill };
}

/** The `vlen-utf8` filter of numcodecs: the number of texts, then each with its length before it. */
function lengthPrefixed(texts: readonly string[]): Uint8Array {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const parts = texts.map((text) => Buffer.from(text));
  return Buffer.concat([
    word(texts.length),
    ...parts.flatMap((bytes) => [word(bytes.length), bytes]),
  ]);
}

function typeOf(values: Numbers): string {
  const name = Object.entries(TYPES).find(([kind]) => values.constructor.name === kind)?.[1];
  if (name === undefined) throw new TypeError('not a typed array that zarr can hold');
  return name;
}

function bytesOf(values: Numbers): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function jsonBytes(content: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}
