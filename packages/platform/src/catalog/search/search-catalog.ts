import type { QueryNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import type { CatalogDataset } from '../dataset.ts';
import { readDatasets } from '../read-datasets.ts';
import type { CatalogHandle } from '../tables.ts';
import { CatalogCache } from './catalog-cache.ts';
import { openCursor, type Place, sealCursor } from './cursor.ts';
import { findHits } from './find-hits.ts';
import { inTime } from './in-time.ts';
import { rankHits } from './rank-hits.ts';
import { type ResolvedQuery, resolveQuery } from './resolve-query.ts';
import type { SeqSet } from './seq-set.ts';

export interface SearchRequest {
  readonly query: QueryNode;
  /** At most so many datasets on the page, 1 to 1,000. */
  readonly limit: number;
  /** What the page before gave, null for the first page. */
  readonly cursor: string | null;
  /** Signs cursors. Whoever has it can make them. */
  readonly cursorKey: Uint8Array;
  /** Datasets with one of these scopes are seen besides those without any. */
  readonly visibleScopes?: readonly string[];
  readonly cache?: CatalogCache;
}

export interface SearchResult {
  readonly items: readonly CatalogDataset[];
  /** How many datasets matched when the first page was asked for; exact. */
  readonly total: number;
  /** Asks for the next page; null when this is the last one. */
  readonly cursor: string | null;
}

/**
 * One page of the datasets that match.
 *
 * Order: with text in the query by relevance (the name counts most, then labels, then the
 * description), else the newest first. Relevance is measured for the 500 newest hits; older ones
 * follow, newest first. Pages never repeat or leave out a dataset that stays as it is: those that
 * are added after the first page are not shown, and the first hits are kept in `cache`.
 *
 * Rejects with `InputError` for a cursor that was forged or belongs to another query or other
 * scopes, and for a query that takes longer than the database allows.
 * At most five round trips, whatever is found.
 */
export function searchCatalog(
  database: CatalogHandle,
  request: SearchRequest,
): Promise<SearchResult> {
  return inTime(() => search(database, request));
}

async function search(database: CatalogHandle, request: SearchRequest): Promise<SearchResult> {
  const { query, limit, cursorKey, visibleScopes = [], cache = new CatalogCache(0) } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new TypeError('The limit of a page is from 1 to 1000');
  const identity = JSON.stringify([printQuery(query), [...visibleScopes].sort()]);
  const given = request.cursor === null ? null : openCursor(request.cursor, identity, cursorKey);
  const resolve = () => resolveQuery(database, query, visibleScopes);
  const beginning = given ?? (await resolve());
  const { version, newest } = beginning;
  const { hits, ranked } = await cache.get(`survey ${version} ${newest} ${identity}`, async () =>
    survey(database, query, 'scopes' in beginning ? beginning : await resolve(), newest, cache),
  );

  const shown = given?.shown ?? 0;
  const before = given?.before ?? Math.min(newest + 1, ...ranked);
  const page = ranked.slice(shown, shown + limit);
  const older = hits.newest(limit - page.length, before);
  page.push(...older);
  const place: Place = {
    version,
    newest,
    total: given?.total ?? hits.size,
    shown: shown + page.length,
    before: older.at(-1) ?? before,
  };
  const ended = place.shown >= ranked.length && hits.newest(1, place.before).length === 0;
  return {
    items: await readDatasets(database, page),
    total: place.total,
    cursor: ended ? null : sealCursor(place, identity, cursorKey),
  };
}

/** So many of the newest hits are put in order: to measure more would take too long. */
export const RANKED_HITS = 500;

/** What matches, and the first of it in the order in which it is shown. */
async function survey(
  database: CatalogHandle,
  query: QueryNode,
  resolved: ResolvedQuery,
  newest: number,
  cache: CatalogCache,
): Promise<{ hits: SeqSet; ranked: readonly number[] }> {
  const hits = (await findHits(database, query, resolved, cache)).upTo(newest);
  return { hits, ranked: await rankHits(database, query, hits.newest(RANKED_HITS)) };
}
