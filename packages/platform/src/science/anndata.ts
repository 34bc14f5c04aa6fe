/** A matrix in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array | Float64Array;
}

/** A matrix that is mostly zero, in compressed rows. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  readonly indices: Int32Array;
  /** Where each row begins in `values`; one more than there are rows. */
  readonly starts: Int32Array;
}

/** A column of texts from a short list; code −1 is a missing value. */
export interface Categorical {
  readonly codes: Int8Array;
  readonly categories: readonly string[];
}

export type Numbers = Int8Array | Int32Array | BigInt64Array | Float32Array | Float64Array;
export type Column = Categorical | Numbers;

/** A table with a named index. */
export interface Frame {
  readonly index: readonly string[];
  readonly columns: ReadonlyMap<string, Column>;
}

/** An annotated matrix of cells × genes, as the AnnData format has it. */
export interface AnnData {
  readonly X: Matrix;
  readonly obs: Frame;
  readonly var: Frame;
  readonly obsm: ReadonlyMap<string, Matrix>;
  readonly layers: ReadonlyMap<string, SparseMatrix>;
  readonly uns: ReadonlyMap<string, string>;
}

/** Whether a column is categorical. */
export function isCategorical(column: Column): column is Categorical {
  return !ArrayBuffer.isView(column);
}

/** The texts of a categorical column, null where one is missing. */
export function categoricalTexts({ codes, categories }: Categorical): readonly (string | null)[] {
  return Array.from(codes, (code) => categories[code] ?? null);
}

/** The text that all `rows` rows have. */
export function constantColumn(text: string, rows: number): Categorical {
  return { codes: new Int8Array(rows), categories: [text] };
}

/** The cells at `rows`, in that order; categories that none of them has are dropped. */
export function selectCells(data: AnnData, rows: readonly number[]): AnnData {
  return {
    ...data,
    X: matrixRows(data.X, rows),
    obs: {
      index: rows.map((row) => data.obs.index[row] ?? ''),
      columns: mapValues(data.obs.columns, (column) => columnRows(column, rows)),
    },
    obsm: mapValues(data.obsm, (matrix) => matrixRows(matrix, rows)),
    layers: mapValues(data.layers, (matrix) => sparseRows(matrix, rows)),
  };
}

function columnRows(column: Column, rows: readonly number[]): Column {
  if (!isCategorical(column)) return numbersAt(column, rows);
  const used = new Set(rows.map((row) => column.codes[row]));
  const kept = column.categories.map((_, code) => code).filter((code) => used.has(code));
  const moved = new Map(kept.map((code, index) => [code, index]));
  return {
    codes: Int8Array.from(rows, (row) => moved.get(column.codes[row] ?? -1) ?? -1),
    categories: kept.map((code) => column.categories[code] ?? ''),
  };
}

function numbersAt(column: Numbers, rows: readonly number[]): Numbers {
  if (column instanceof BigInt64Array) {
    return BigInt64Array.from(rows, (row) => column[row] ?? 0n);
  }
  const taken = column.slice(0, rows.length);
  for (const [at, row] of rows.entries()) taken[at] = column[row] ?? Number.NaN;
  return taken;
}

function matrixRows({ columns, values }: Matrix, rows: readonly number[]): Matrix {
  const Values = values instanceof Float32Array ? Float32Array : Float64Array;
  const taken = new Values(rows.length * columns);
  for (const [at, row] of rows.entries()) {
    taken.set(values.subarray(row * columns, (row + 1) * columns), at * columns);
  }
  return { rows: rows.length, columns, values: taken };
}

function sparseRows(matrix: SparseMatrix, rows: readonly number[]): SparseMatrix {
  const bounds = rows.map((row) => [matrix.starts[row] ?? 0, matrix.starts[row + 1] ?? 0] as const);
  const starts = new Int32Array(rows.length + 1);
  for (const [at, [from, to]] of bounds.entries()) starts[at + 1] = (starts[at] ?? 0) + to - from;
  const values = new Float32Array(starts.at(-1) ?? 0);
  const indices = new Int32Array(values.length);
  for (const [at, [from, to]] of bounds.entries()) {
    values.set(matrix.values.subarray(from, to), starts[at]);
    indices.set(matrix.indices.subarray(from, to), starts[at]);
  }
  return { rows: rows.length, columns: matrix.columns, values, indices, starts };
}

function mapValues<T>(map: ReadonlyMap<string, T>, change: (value: T) => T): Map<string, T> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
