import { sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import { printQuery } from '../../query/print-query.ts';
import type { CatalogDataset } from '../dataset.ts';
import { readDatasets } from '../read-datasets.ts';
import type { CatalogHandle } from '../tables.ts';
import { CatalogCache } from './catalog-cache.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { visibleExpression } from './expression.ts';
import { type Hits, hitsOf } from './hits.ts';
import { inTime } from './in-time.ts';
import { resolveQuery } from './resolve-query.ts';
import { surveyHits } from './survey-hits.ts';

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
 * description), else the newest first. Relevance is measured for the 1,000 newest hits; older ones
 * follow, newest first. Pages never repeat or leave out a dataset that stays as it is: those that
 * are added after the first page are not shown, and the first hits are kept in `cache`.
 *
 * Rejects with `InputError` for a cursor that was forged or belongs to another query or other
 * scopes, and for a query that takes longer than the database allows.
 * At most six round trips, whatever is found.
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
  const resolved = await resolveQuery(database, query, visibleScopes);
  const { version, newest } = given ?? resolved;
  const all = hitsOf(database.dialect, visibleExpression(query, resolved));
  const hits = { ...all, where: sql<boolean>`${all.where} and ${all.seq} <= ${newest}` };
  const survey = await cache.get(`survey ${version} ${newest} ${identity}`, () =>
    surveyHits(database, query, hits),
  );

  const total = given?.total ?? survey.total;
  const start = given?.shown ?? 0;
  const page = survey.first.slice(start, start + limit);
  const before = given?.before ?? Math.min(newest + 1, ...survey.first);
  const room = limit - page.length;
  const older = total > survey.first.length && room > 0;
  const rest = older ? await olderHits(database, hits, before, room + 1) : [];
  page.push(...rest.slice(0, room));

  const shown = start + page.length;
  const ended = older ? rest.length <= room : shown >= total;
  const place = { version, newest, total, shown, before: older ? (page.at(-1) ?? before) : before };
  return {
    items: await readDatasets(database, page),
    total,
    cursor: ended ? null : sealCursor(place, identity, cursorKey),
  };
}

async function olderHits(
  { db }: CatalogHandle,
  { with_, table, seq, where }: Hits,
  before: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    ${with_} select ${seq} as seq from ${table} where ${where} and ${seq} < ${before}
    order by ${seq} desc limit ${limit}`.execute(db);
  return rows.map((row) => row.seq);
}
