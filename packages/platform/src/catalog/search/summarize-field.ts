import type { SummaryField } from '@vcp/schema/fields';
import { sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import type { CatalogHandle } from '../tables.ts';
import { CatalogCache } from './catalog-cache.ts';
import { visibleExpression } from './expression.ts';
import { type FieldValue, readFieldValues } from './field-values.ts';
import { type Hits, hitsOf } from './hits.ts';
import { inTime } from './in-time.ts';
import { resolveQuery } from './resolve-query.ts';
import { joinedSeqs, parseSeqs } from './seq-list.ts';

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
 * values counts for each. At most three round trips; which datasets have which value is read once
 * for each state of the catalog and kept in `cache`.
 * Rejects with `InputError` for a query that takes longer than the database allows.
 */
export function summarizeField(
  database: CatalogHandle,
  request: SummaryRequest,
): Promise<FieldSummary> {
  return inTime(() => summarize(database, request));
}

async function summarize(database: CatalogHandle, request: SummaryRequest): Promise<FieldSummary> {
  const { field, query, size, visibleScopes = [], cache = new CatalogCache(0) } = request;
  const resolved = await resolveQuery(database, query, visibleScopes);
  const { version, newest } = resolved;
  const identity = JSON.stringify([printQuery(query), [...visibleScopes].sort()]);
  const facets = await cache.get(`facets ${version} ${field} ${identity}`, async () => {
    const hits = hitsOf(database.dialect, visibleExpression(query, resolved));
    const [matching, values] = await Promise.all([
      readHits(database, hits, newest),
      cache.get(`values ${version} ${field}`, () => readFieldValues(database, field)),
    ]);
    return countFacets(matching, values);
  });
  return { totalBuckets: facets.length, facets: facets.slice(0, size) };
}

/** One byte for each `seq`: 1 when it matches. */
async function readHits(
  { db }: CatalogHandle,
  { with_, table, seq, where }: Hits,
  newest: number,
): Promise<Uint8Array> {
  const { rows } = await sql<{ seqs: string | null }>`
    ${with_} select ${joinedSeqs(seq)} as seqs from ${table} where ${where}`.execute(db);
  const matching = new Uint8Array(newest + 1);
  for (const one of parseSeqs(rows[0]?.seqs ?? '')) matching[one] = 1;
  return matching;
}

function countFacets(matching: Uint8Array, values: readonly FieldValue[]): Facet[] {
  const facets: Facet[] = [];
  for (const { value, datasets } of values) {
    let count = 0;
    for (const seq of datasets) count += matching[seq] ?? 0;
    if (count > 0) facets.push({ value, count });
  }
  return facets.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
