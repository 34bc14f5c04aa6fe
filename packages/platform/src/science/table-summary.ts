import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { InputError } from '@vcp/schema/errors';
import type { BiologyField } from '@vcp/schema/fields';
import { cleanText } from './clean-text.ts';
import { biologyOf, type ContentSummary, summaryOf } from './content-summary.ts';
import { DistinctValues } from './distinct-values.ts';
import { matchColumns } from './obs-columns.ts';
import { tableRows } from './table-rows.ts';

const MAX_BYTES = 512 * 1024 * 1024;
const MAX_LISTED = 100;

/**
 * What a CSV or TSV table (plain or gzip) says about itself: its columns, its number of rows, and
 * the biology in columns that are named like those of `obs`. Reads the first 512 MiB of text only;
 * of a longer table the number of rows stays unknown. Throws an {@link InputError} when it is empty
 * or no table.
 */
export async function readTableSummary(path: string): Promise<ContentSummary> {
  const text = new BoundedText(path);
  const separator = /\.tsv(\.gz)?$/i.test(path) ? '\t' : ',';
  let header: readonly string[] | null = null;
  let columns: ReadonlyMap<BiologyField, { at: number; found: DistinctValues }> = new Map();
  let rows = 0;
  for await (const row of tableRows(text.pieces(), separator)) {
    if (header === null) {
      header = row;
      columns = biologyColumns(row);
      continue;
    }
    rows++;
    for (const { at, found } of columns.values()) found.add(row[at] ?? '');
  }
  if (header === null) throw new InputError('not a table: it is empty');
  return summaryOf({
    biology: biologyOf(
      Object.fromEntries([...columns].map(([field, { found }]) => [field, found.values])),
    ),
    properties: [
      ...(text.cut ? [] : [{ name: 'row_count', value: rows }]),
      { name: 'column_count', value: header.length },
      { name: 'columns', value: header.slice(0, MAX_LISTED).map((name) => cleanText(name, 500)) },
    ],
    notes: text.cut ? ['only the first 512 MiB were read; its rows were not counted'] : [],
  });
}

function biologyColumns(header: readonly string[]) {
  const matches = [...matchColumns(header)];
  return new Map(
    matches.map(([field, column]) => [
      field,
      { at: header.indexOf(column), found: new DistinctValues() },
    ]),
  );
}

/** The text of a file, unpacked if its name says so, up to the limit. */
class BoundedText {
  readonly #path: string;
  cut = false;

  constructor(path: string) {
    this.#path = path;
  }

  async *pieces(): AsyncGenerator<string, void, undefined> {
    const decoder = new TextDecoder();
    let seen = 0;
    try {
      for await (const bytes of this.#bytes()) {
        seen += bytes.length;
        yield decoder.decode(bytes, { stream: true });
        if (seen < MAX_BYTES) continue;
        this.cut = true;
        return;
      }
    } catch (error) {
      if (error instanceof Error && Reflect.get(error, 'syscall') === undefined) {
        throw new InputError(`not a readable table: ${error.message}`, { cause: error });
      }
      throw error;
    }
    yield decoder.decode();
  }

  #bytes(): AsyncIterable<Buffer> {
    const file = createReadStream(this.#path, { highWaterMark: 256 * 1024 });
    if (!/\.gz$/i.test(this.#path)) return file;
    const unpacked = createGunzip();
    file.on('error', (error) => unpacked.destroy(error));
    return file.pipe(unpacked);
  }
}
