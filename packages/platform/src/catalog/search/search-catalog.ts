import { sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import type { CatalogDataset } from '../dataset.ts';
import { readDatasets } from '../read-datasets.ts';
import type { CatalogHandle } from '../tables.ts';
import { CatalogCache } from './catalog-cache.ts';
import { openCursor, type Place, sealCursor } from './cursor.ts';
import { visibleExpression } from './expression.ts';
import { type Hits, hitsOf } from './hits.ts';
import { rankNewest } from './rank-newest.ts';
import { type ResolvedQuery, resolveQuery } from './resolve-query.ts';

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
 * description), else the newest first. Relevance is measured for the 2,000 newest hits; older ones
 * follow, newest first. Pages never repeat or leave out a dataset that stays as it is: those that
 * are added after the first page are not shown, and the ranked order is kept in `cache`.
 *
 * Throws `InputError` for a cursor that was forged or belongs to another query or other scopes.
 * At most nine round trips, whatever is found.
 */
export async function searchCatalog(
  database: CatalogHandle,
  request: SearchRequest,
): Promise<SearchResult> {
  const { query, limit, cursorKey, visibleScopes = [], cache = new CatalogCache(0) } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new TypeError('The limit of a page is from 1 to 1000');
  const identity = JSON.stringify([printQuery(query), [...visibleScopes].sort()]);
  const given = request.cursor === null ? null : openCursor(request.cursor, identity, cursorKey);
  const resolved = await resolveQuery(database, query, visibleScopes);
  const hits = hitsOf(database.dialect, visibleExpression(query, resolved));
  const place = given ?? (await firstPlace(database, hits, resolved, identity, cache));

  const key = `ranked ${place.version} ${place.newest} ${identity}`;
  const ranked = await cache.get(key, () => rankNewest(database, query, hits, place.newest));
  const slice = ranked.slice(place.ranked, place.ranked + limit);
  const ranks = place.ranked + slice.length;
  const before = Math.min(place.before, ...ranked);
  const room = limit - slice.length;
  const more = place.total > ranked.length;
  const rest = room > 0 && more ? await newestHits(database, hits, before, room + 1) : [];
  const seqs = [...slice, ...rest.slice(0, room)];

  const ended = room > 0 ? rest.length <= room : ranks === ranked.length && !more;
  const next: Place = {
    ...place,
    ranked: ranks,
    before: room > 0 ? (seqs.at(-1) ?? place.before) : place.before,
  };
  return {
    items: await readDatasets(database, seqs),
    total: place.total,
    cursor: ended ? null : sealCursor(next, identity, cursorKey),
  };
}

async function firstPlace(
  { db }: CatalogHandle,
  { table, where }: Hits,
  { version, newest }: ResolvedQuery,
  identity: string,
  cache: CatalogCache,
): Promise<Place> {
  const total = await cache.get(`total ${version} ${identity}`, async () => {
    const { rows } = await sql<{ total: number }>`
      select count(*) as total from ${table} where ${where}`.execute(db);
    return rows[0]?.total ?? 0;
  });
  return { version, newest, total, ranked: 0, before: newest + 1 };
}

async function newestHits(
  { db }: CatalogHandle,
  { table, seq, where }: Hits,
  before: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    select ${seq} as seq from ${table} where ${where} and ${seq} < ${before}
    order by ${seq} desc limit ${limit}`.execute(db);
  return rows.map((row) => row.seq);
}
