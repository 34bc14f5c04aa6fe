import { checksumOf } from '@vcp/schema';
import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Biology, CatalogDataset, CatalogLocation, Creator } from './dataset.ts';
import type { CatalogHandle, DatasetTable } from './tables.ts';
import { FIELD_NUMBERS, type TermField } from './term-fields.ts';

/**
 * Reads whole datasets, in the order of `seqs`; one that is gone is left out. Two round trips,
 * however many datasets and however long their lists.
 */
export async function readDatasets(
  database: CatalogHandle,
  seqs: readonly number[],
): Promise<CatalogDataset[]> {
  if (seqs.length === 0) return [];
  const [rows, entries] = await Promise.all([
    database.db
      .selectFrom('dataset')
      .selectAll()
      .where(among(database, 'seq', seqs))
      .execute(),
    readEntries(database, seqs),
  ]);
  const lists = new Map(rows.map(({ seq }) => [seq, emptyLists()]));
  for (const entry of entries) addEntry(lists.get(entry.dataset), entry);
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

function emptyLists(): Lists {
  return { terms: new Map(), creators: [], versionOf: [], transformationOf: [], locations: [] };
}

/** An entry of one of a dataset's lists; what `a` to `e` are depends on `list`. */
interface Entry {
  readonly list: 'term' | 'creator' | 'link' | 'location';
  readonly dataset: number;
  readonly position: number;
  readonly a: string;
  readonly b: string | null;
  readonly c: string | null;
  readonly d: number | null;
}

async function readEntries(
  database: CatalogHandle,
  seqs: readonly number[],
): Promise<readonly Entry[]> {
  const owned = among(database, 'dataset', seqs);
  const { rows } = await sql<Entry>`
    select 'term' as list, dataset, position, value as a, null as b, null as c, term.field as d
    from dataset_term join term on term.id = dataset_term.term
    where ${owned} and position >= 0
    union all
    select 'creator', dataset, position, name, type, url, null from dataset_creator where ${owned}
    union all
    select 'link', dataset, position, target, kind, null, null from dataset_link where ${owned}
    union all
    select 'location', dataset, position, url, format, checksum, size from dataset_location
    where ${owned}
    order by position`.execute(database.db);
  return rows;
}

/** One parameter, however many there are. */
function among(
  { dialect }: CatalogHandle,
  column: 'seq' | 'dataset',
  seqs: readonly number[],
): RawBuilder<SqlBool> {
  return dialect === 'sqlite'
    ? sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(seqs)}))`
    : sql`${sql.ref(column)} = any(${`{${seqs.join(',')}}`}::integer[])`;
}

function addEntry(lists: Lists | undefined, { list, a, b, c, d }: Entry): void {
  switch (list) {
    case 'term': {
      const values = lists?.terms.get(d ?? 0);
      if (values) values.push(a);
      else lists?.terms.set(d ?? 0, [a]);
      break;
    }
    case 'creator':
      lists?.creators.push({ type: b === 'Person' ? b : 'Organization', name: a, url: c });
      break;
    case 'link':
      (b === 'version_of' ? lists?.versionOf : lists?.transformationOf)?.push(a);
      break;
    case 'location':
      lists?.locations.push({ url: a, format: b, size: d, checksum: checksumOf({ checksum: c }) });
      break;
  }
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
