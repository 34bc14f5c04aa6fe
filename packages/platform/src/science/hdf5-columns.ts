import { InputError } from '@vcp/schema/errors';
import { DistinctValues } from './distinct-values.ts';
import { Dataset, Group, member, readAll, readRows, textList } from './hdf5-file.ts';

// Rows in memory at a time: numbers are cheap, texts and compound rows are objects.
const CODE_ROWS = 1_000_000;
const TEXT_ROWS = 20_000;
const MAX_CATEGORIES = 100_000;
const MAX_CELL_BYTES = 16 * 1024;
const H5T_STRING = 3;

/** The different values of a column of an `obs` that is a group; null when it is no text. */
export function distinctInColumn(obs: Group, name: string): DistinctValues | null {
  const column = member(obs, name);
  if (column instanceof Group) {
    const codes = member(column, 'codes');
    const categories = categoriesIn(member(column, 'categories'));
    return codes instanceof Dataset && categories !== null ? usedIn(codes, categories) : null;
  }
  if (!(column instanceof Dataset)) return null;
  const shared = member(obs, '__categories');
  const categories = shared instanceof Group ? categoriesIn(member(shared, name)) : null;
  return categories === null ? textsIn(column) : usedIn(column, categories);
}

/**
 * The different values of a field of an `obs` that is one compound dataset, whose categories, if
 * it has any, are `uns/<name>_categories`; null when it is no text.
 */
export function distinctInField(obs: Dataset, name: string, uns: Group | null) {
  const at = compoundColumns(obs, true).indexOf(name);
  if (at === -1) return null;
  const categories = uns === null ? null : categoriesIn(member(uns, `${name}_categories`));
  const found = new DistinctValues();
  for (const row of slices(obs, TEXT_ROWS)) {
    if (!Array.isArray(row)) return null;
    for (const cells of row) {
      const value: unknown = Array.isArray(cells) ? cells[at] : null;
      if (categories !== null) addCategory(found, categories, Number(value));
      else if (typeof value === 'string') found.add(value);
      else return null;
    }
    if (found.overflowed) break;
  }
  return found;
}

/** The names of the fields of a compound dataset, its index left out unless `all`. */
export function compoundColumns(dataset: Dataset, all = false): readonly string[] {
  const members = dataset.metadata.compound_type?.members ?? [];
  return members.map(({ name }) => name).filter((name) => all || name !== 'index');
}

function usedIn(codes: Dataset, categories: readonly string[]): DistinctValues {
  const found = new DistinctValues();
  const used = new Set<number>();
  for (const part of slices(codes, CODE_ROWS)) {
    if (!isNumbers(part)) throw new InputError('its codes are no whole numbers');
    for (const code of part) {
      const index = Number(code);
      if (used.has(index)) continue;
      used.add(index);
      addCategory(found, categories, index);
    }
  }
  return found;
}

function textsIn(column: Dataset): DistinctValues | null {
  if (column.metadata.type !== H5T_STRING) return null;
  const found = new DistinctValues();
  for (const part of slices(column, TEXT_ROWS)) {
    for (const text of textList(part) ?? []) found.add(text);
    if (found.overflowed) break;
  }
  return found;
}

function categoriesIn(dataset: Dataset | Group | null): readonly string[] | null {
  if (!(dataset instanceof Dataset)) return null;
  if (dataset.metadata.total_size > MAX_CATEGORIES) throw new InputError('too many categories');
  checkCell(dataset);
  const value = readAll(dataset);
  return textList(value) ?? (isNumbers(value) ? Array.from(value, String) : null);
}

/** Negative codes mean a missing value; others beyond the list are damage, not missing. */
function addCategory(found: DistinctValues, categories: readonly string[], code: number): void {
  if (code < 0) return;
  const category = categories[code];
  if (category === undefined) throw new InputError(`the code ${code} has no category`);
  found.add(category);
}

function* slices(dataset: Dataset, rows: number): Generator<unknown, void, undefined> {
  checkCell(dataset);
  const { shape } = dataset;
  if (shape?.length !== 1) throw new InputError('it is not a column');
  const total = shape[0] ?? 0;
  for (let start = 0; start < total; start += rows) {
    yield readRows(dataset, start, Math.min(start + rows, total));
  }
}

function checkCell({ metadata }: Dataset): void {
  if (metadata.size > MAX_CELL_BYTES) {
    throw new InputError(`${metadata.size} bytes a value are too many`);
  }
}

function isNumbers(value: unknown): value is Iterable<number | bigint> {
  return ArrayBuffer.isView(value) && Symbol.iterator in value;
}
