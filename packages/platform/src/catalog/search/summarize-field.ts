import type { SummaryField } from '@vcp/schema/fields';
import { sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import type { CatalogHandle } from '../tables.ts';
import { FIELD_NUMBERS } from '../term-fields.ts';
import { CatalogCache } from './catalog-cache.ts';
import { type Expression, visibleExpression } from './expression.ts';
import { type Hits, hitsOf } from './hits.ts';
import { resolveQuery } from './resolve-query.ts';

export interface SummaryRequest {
  readonly field: SummaryField;
  /** Counts the datasets that match only. */
  readonly query: QueryNode;
  /** At most so many values, the most frequent. */
  readonly size: number;
  /** Datasets with one of these scopes are counted besides those without any. */
  readonly visibleScopes?: readonly string[];
  readonly cache?: CatalogCache;
}

/** A value of the field and how many datasets have it. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}

export interface FieldSummary {
  /** How many values there are, whatever `size` is. */
  readonly totalBuckets: number;
  /** The most frequent first, equally frequent ones in the order of their characters. */
  readonly facets: readonly Facet[];
}

/**
 * Counts how many of the datasets that match have each value of a field. A dataset with several
 * values counts for each. At most four round trips.
 */
export async function summarizeField(
  database: CatalogHandle,
  request: SummaryRequest,
): Promise<FieldSummary> {
  const { field, query, size, visibleScopes = [], cache = new CatalogCache(0) } = request;
  const resolved = await resolveQuery(database, query, visibleScopes);
  const { version } = resolved;
  const identity = JSON.stringify([printQuery(query), [...visibleScopes].sort()]);
  const facets = await cache.get(`facets ${version} ${field} ${identity}`, () =>
    countValues(database, field, visibleExpression(query, resolved), version, cache),
  );
  return { totalBuckets: facets.length, facets: facets.slice(0, size) };
}

/**
 * When more than half of the catalog matches it is less work to count those that do not and take
 * them off the counts of all, which are kept.
 */
async function countValues(
  database: CatalogHandle,
  field: SummaryField,
  expression: Expression,
  version: number,
  cache: CatalogCache,
): Promise<Facet[]> {
  const hits = hitsOf(database.dialect, expression);
  const { found, all } = await countHits(database, hits);
  if (found * 2 <= all) return inOrder(await countTerms(database, field, hits, found * FEW < all));
  const counts = new Map(
    await cache.get(`all facets ${version} ${field}`, () =>
      countTerms(database, field, null, false),
    ),
  );
  const others = hitsOf(database.dialect, { op: 'and', list: [{ op: 'not', of: expression }] });
  const missing = await countTerms(database, field, others, (all - found) * FEW < all);
  for (const [value, count] of missing) counts.set(value, (counts.get(value) ?? 0) - count);
  return inOrder(counts);
}

/** Fewer hits than one in so many are looked up one by one, more are met while reading the field. */
const FEW = 12;

async function countHits({ db }: CatalogHandle, { table, where }: Hits) {
  const { rows } = await sql<{ found: number; all: number }>`
    select (select count(*) from ${table} where ${where}) as found,
      (select count(*) from dataset) as "all"`.execute(db);
  return rows[0] ?? { found: 0, all: 0 };
}

/** Counts for all datasets when `hits` is null. */
async function countTerms(
  { db, dialect }: CatalogHandle,
  field: SummaryField,
  hits: Hits | null,
  few: boolean,
): Promise<[value: string, count: number][]> {
  const seqs = hits && sql`select ${hits.seq} as seq from ${hits.table} where ${hits.where}`;
  const lookUp = dialect === 'sqlite' && few;
  const source = !seqs
    ? sql`dataset_term where field = ${FIELD_NUMBERS[field]}`
    : lookUp
      ? sql`(${seqs}) as hit cross join dataset_term
          on dataset_term.dataset = hit.seq and dataset_term.field = ${FIELD_NUMBERS[field]}`
      : sql`dataset_term where field = ${FIELD_NUMBERS[field]} and dataset in (${seqs})`;
  const { rows } = await sql<{ value: string; count: number }>`
    select term.value, counted.count
    from (select term, count(*) as count from ${source} group by term) as counted
    join term on term.id = counted.term`.execute(db);
  return rows.map(({ value, count }) => [value, count]);
}

function inOrder(counts: Iterable<[value: string, count: number]>): Facet[] {
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
