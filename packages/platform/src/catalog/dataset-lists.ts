import { type ColumnType, jsonRows } from '@vcp/database';
import { sql } from 'kysely';
import type { CatalogDataset } from './dataset.ts';
import { cellCount, publishedTime } from './dataset-row.ts';
import type { KnownTerm } from './dataset-terms.ts';
import type { CatalogHandle } from './tables.ts';
import { FIELD_NUMBERS } from './term-fields.ts';

/** A dataset that has its row in the database. */
export interface OwnedDataset {
  readonly seq: number;
  readonly dataset: CatalogDataset;
}

/** Replaces the rows that belong to these datasets: ten round trips. */
export async function replaceLists(
  transaction: CatalogHandle,
  owned: readonly OwnedDataset[],
  terms: ReadonlyMap<number, readonly KnownTerm[]>,
): Promise<void> {
  const seqs = owned.map(({ seq }) => [seq]);
  await replaceRows(
    transaction,
    'dataset_measure',
    seqs,
    MEASURE_COLUMNS,
    owned.map(({ seq, dataset }) => [seq, publishedTime(dataset), cellCount(dataset)]),
  );
  await replaceRows(transaction, 'dataset_term', seqs, TERM_COLUMNS, termRows(owned, terms));
  await replaceRows(
    transaction,
    'dataset_creator',
    seqs,
    CREATOR_COLUMNS,
    owned.flatMap(({ seq, dataset }) =>
      dataset.creators.map(({ type, name, url }, place) => [seq, place, type, name, url]),
    ),
  );
  await replaceRows(transaction, 'dataset_link', seqs, LINK_COLUMNS, owned.flatMap(linkRows));
  await replaceRows(
    transaction,
    'dataset_location',
    seqs,
    LOCATION_COLUMNS,
    owned.flatMap(({ seq, dataset }) =>
      dataset.locations.map(({ url, format, size, checksum }, place) => [
        seq,
        place,
        url,
        format,
        size,
        checksum && `${checksum.algorithm}:${checksum.value}`,
      ]),
    ),
  );
}

/** `place`, because `position` is where the row is among those sent. */
const TERM_COLUMNS = {
  field: 'integer',
  term: 'integer',
  dataset: 'integer',
  place: 'integer',
} as const;
const MEASURE_COLUMNS = {
  dataset: 'integer',
  published_time: 'integer',
  cell_count: 'real',
} as const;
const CREATOR_COLUMNS = {
  dataset: 'integer',
  place: 'integer',
  type: 'text',
  name: 'text',
  url: 'text',
} as const;
const LINK_COLUMNS = {
  dataset: 'integer',
  kind: 'text',
  place: 'integer',
  target: 'text',
} as const;
const LOCATION_COLUMNS = {
  dataset: 'integer',
  place: 'integer',
  url: 'text',
  format: 'text',
  size: 'integer',
  checksum: 'text',
} as const;

async function replaceRows(
  { db, dialect }: CatalogHandle,
  table:
    | 'dataset_measure'
    | 'dataset_term'
    | 'dataset_creator'
    | 'dataset_link'
    | 'dataset_location',
  seqs: readonly (readonly number[])[],
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const gone = jsonRows(dialect, { seq: 'integer' }, seqs);
  await sql`delete from ${sql.table(table)}
    where dataset in (select seq from ${gone} as gone)`.execute(db);
  if (rows.length === 0) return;
  const sent = Object.keys(columns);
  const targets = sent.map((name) => sql.ref(name === 'place' ? 'position' : name));
  const sources = sent.map((name) => sql.ref(`incoming.${name}`));
  await sql`insert into ${sql.table(table)} (${sql.join(targets)})
    select ${sql.join(sources)} from ${jsonRows(dialect, columns, rows)} as incoming`.execute(db);
}

function termRows(
  owned: readonly OwnedDataset[],
  terms: ReadonlyMap<number, readonly KnownTerm[]>,
): unknown[][] {
  return owned.flatMap(({ seq }) =>
    (terms.get(seq) ?? []).map(({ field, id, position }) => [
      FIELD_NUMBERS[field],
      id,
      seq,
      position,
    ]),
  );
}

function linkRows({ seq, dataset }: OwnedDataset): unknown[][] {
  return [
    ...dataset.versionOf.map((target, place) => [seq, 'version_of', place, target]),
    ...dataset.transformationOf.map((target, place) => [seq, 'transformation_of', place, target]),
  ];
}
