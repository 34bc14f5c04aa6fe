import type { SummaryField } from '@vcp/schema/fields';
import type { QueryNode } from '../../query/node.ts';
import type { CatalogHandle } from '../tables.ts';
import { CatalogCache } from './catalog-cache.ts';
import { type FieldValue, readFieldValues } from './field-values.ts';
import { findHits } from './find-hits.ts';
import { inTime } from './in-time.ts';
import { resolveQuery } from './resolve-query.ts';
import type { SeqSet } from './seq-set.ts';

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
  const { version } = resolved;
  const [hits, values] = await Promise.all([
    findHits(database, query, resolved, cache),
    cache.get(`values ${version} ${field}`, () => readFieldValues(database, field)),
  ]);
  const facets = countFacets(hits, values);
  return { totalBuckets: facets.length, facets: facets.slice(0, size) };
}

function countFacets(hits: SeqSet, values: readonly FieldValue[]): Facet[] {
  const facets: Facet[] = [];
  for (const { value, datasets } of values) {
    const count = hits.countAmong(datasets);
    if (count > 0) facets.push({ value, count });
  }
  return facets.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
