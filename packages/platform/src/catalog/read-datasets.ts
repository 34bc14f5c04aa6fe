import { jsonRows } from '@vcp/database';
import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Biology, CatalogDataset, CatalogLocation, Creator } from './dataset.ts';
import type { CatalogHandle, DatasetTable } from './tables.ts';
import { FIELD_NUMBERS, type TermField } from './term-fields.ts';

/**
 * Reads whole datasets, in the order of `seqs`; one that is gone is left out. Five round trips,
 * however many datasets and however long their lists.
 */
export async function readDatasets(
  database: CatalogHandle,
  seqs: readonly number[],
): Promise<CatalogDataset[]> {
  if (seqs.length === 0) return [];
  const wanted = jsonRows(
    database.dialect,
    { seq: 'integer' },
    seqs.map((seq) => [seq]),
  );
  const rows = await readRows(database, wanted);
  const lists = new Map(rows.map(({ seq }) => [seq, emptyLists()]));
  await fillTerms(database, wanted, lists);
  await fillCreators(database, wanted, lists);
  await fillLinks(database, wanted, lists);
  await fillLocations(database, wanted, lists);
  const datasets = new Map(rows.map((row) => [row.seq, toDataset(row, lists.get(row.seq))]));
  return seqs.flatMap((seq) => datasets.get(seq) ?? []);
}

interface Lists {
  readonly terms: Map<number, string[]>;
  readonly creators: Creator[];
  readonly versionOf: string[];
  readonly transformationOf: string[];
  readonly locations: CatalogLocation[];
}

type ListsBySeq = ReadonlyMap<number, Lists>;

function emptyLists(): Lists {
  return { terms: new Map(), creators: [], versionOf: [], transformationOf: [], locations: [] };
}

async function readRows(
  { db }: CatalogHandle,
  wanted: RawBuilder<unknown>,
): Promise<Selectable<DatasetTable>[]> {
  const { rows } = await sql<Selectable<DatasetTable>>`
    select dataset.* from ${wanted} as wanted join dataset on dataset.seq = wanted.seq`.execute(db);
  return rows;
}

async function fillTerms({ db }: CatalogHandle, wanted: RawBuilder<unknown>, lists: ListsBySeq) {
  const { rows } = await sql<{ dataset: number; field: number; value: string }>`
    select dataset_term.dataset, dataset_term.field, term.value
    from ${wanted} as wanted
    join dataset_term on dataset_term.dataset = wanted.seq and dataset_term.position >= 0
    join term on term.id = dataset_term.term
    order by dataset_term.dataset, dataset_term.field, dataset_term.position`.execute(db);
  for (const { dataset, field, value } of rows) {
    const terms = lists.get(dataset)?.terms;
    const list = terms?.get(field);
    if (list) list.push(value);
    else terms?.set(field, [value]);
  }
}

async function fillCreators({ db }: CatalogHandle, wanted: RawBuilder<unknown>, lists: ListsBySeq) {
  const { rows } = await sql<Creator & { dataset: number }>`
    select owned.dataset, owned.type, owned.name, owned.url
    from ${wanted} as wanted join dataset_creator as owned on owned.dataset = wanted.seq
    order by owned.dataset, owned.position`.execute(db);
  for (const { dataset, type, name, url } of rows)
    lists.get(dataset)?.creators.push({ type, name, url });
}

async function fillLinks({ db }: CatalogHandle, wanted: RawBuilder<unknown>, lists: ListsBySeq) {
  const { rows } = await sql<{
    dataset: number;
    kind: 'version_of' | 'transformation_of';
    target: string;
  }>`
    select owned.dataset, owned.kind, owned.target
    from ${wanted} as wanted join dataset_link as owned on owned.dataset = wanted.seq
    order by owned.dataset, owned.kind, owned.position`.execute(db);
  for (const { dataset, kind, target } of rows)
    lists.get(dataset)?.[kind === 'version_of' ? 'versionOf' : 'transformationOf'].push(target);
}

async function fillLocations(
  { db }: CatalogHandle,
  wanted: RawBuilder<unknown>,
  lists: ListsBySeq,
) {
  const { rows } = await sql<CatalogLocation & { dataset: number }>`
    select owned.dataset, owned.url, owned.format, owned.size, owned.sha256
    from ${wanted} as wanted join dataset_location as owned on owned.dataset = wanted.seq
    order by owned.dataset, owned.position`.execute(db);
  for (const { dataset, url, format, size, sha256 } of rows)
    lists.get(dataset)?.locations.push({ url, format, size, sha256 });
}

const Properties = z.array(z.object({ name: z.string(), value: z.unknown() }));

function toDataset(row: Selectable<DatasetTable>, lists = emptyLists()): CatalogDataset {
  const values = (field: TermField) => lists.terms.get(FIELD_NUMBERS[field]) ?? [];
  return {
    id: row.id,
    externalId: row.external_id,
    name: row.name,
    description: row.description,
    type: row.type,
    domain: row.domain,
    namespace: row.namespace,
    org: row.org,
    owner: row.owner,
    version: row.version,
    latestVersion: row.latest_version === 1,
    license: row.license,
    doi: row.doi,
    sourceUrl: row.source_url,
    citation: row.citation,
    publishedAt: row.published_at,
    tags: values('tags'),
    scopes: values('scope'),
    creators: lists.creators,
    biology: biology(values),
    properties: Properties.parse(JSON.parse(row.properties)),
    versionOf: lists.versionOf,
    transformationOf: lists.transformationOf,
    locations: lists.locations,
  };
}

function biology(values: (field: keyof Biology) => readonly string[]): Biology {
  const filled: Partial<Record<keyof Biology, readonly string[]>> = {};
  for (const field of BIOLOGY_FIELDS) filled[field] = values(field);
  return filled as Biology; // Every field was set in the loop.
}
