import { type RawBuilder, sql } from 'kysely';
import type { QueryNode, TextNode } from '../../query/node.ts';
import type { CatalogHandle } from '../tables.ts';
import { wantedPhrases } from './expression.ts';
import type { Hits } from './hits.ts';
import { rankingQuery } from './match.ts';
import { joinedSeqs, parseSeqs } from './seq-list.ts';

/** What a search begins with. */
export interface Survey {
  /** How many datasets match. */
  readonly total: number;
  /** The `seq`s of the newest hits, `SURVEYED_HITS` at most, in the order in which they are shown. */
  readonly first: readonly number[];
}

/**
 * So many of the newest hits are put in the order of relevance. To measure the hits of a word that
 * most of the catalog contains would take longer than anybody waits.
 */
export const SURVEYED_HITS = 1_000;

/**
 * Counts the hits and lists the first: by relevance when the query holds text, else the newest
 * first. One round trip on PostgreSQL, two on SQLite.
 */
export async function surveyHits(
  database: CatalogHandle,
  query: QueryNode,
  hits: Hits,
): Promise<Survey> {
  const phrases = wantedPhrases(query);
  return database.dialect === 'sqlite'
    ? surveyByFts5(database, hits, phrases.length > 0)
    : surveyByTsvector(database, hits, phrases);
}

/** Name, labels and description weigh 10 : 4 : 1; so they do below. */
const FTS5_DISTANCE = sql<number>`bm25(dataset_text, 10.0, 4.0, 1.0, 0.0)`;
const TSVECTOR_WEIGHTS = sql`'{0.1, 0.1, 0.4, 1.0}'`;

async function surveyByFts5(
  { db }: CatalogHandle,
  { table, seq, where }: Hits,
  ranked: boolean,
): Promise<Survey> {
  const counted = await sql<{ total: number }>`
    select count(*) as total from ${table} where ${where}`.execute(db);
  const { rows } = await sql<{ seq: number }>`
    select seq from (
      select ${seq} as seq, ${ranked ? FTS5_DISTANCE : sql`0`} as distance
      from ${table} where ${where} order by ${seq} desc limit ${SURVEYED_HITS}
    ) as hit order by distance, seq desc`.execute(db);
  return { total: counted.rows[0]?.total ?? 0, first: rows.map((row) => row.seq) };
}

async function surveyByTsvector(
  { db }: CatalogHandle,
  { with_, table, seq, where }: Hits,
  phrases: readonly TextNode[],
): Promise<Survey> {
  const ranked = sql`
    select newest.seq, ts_rank(${TSVECTOR_WEIGHTS}, words, ${rankingQuery(phrases)}::tsquery, 1)
      as relevance
    from newest join dataset_text on dataset_text.dataset = newest.seq`;
  const plain: RawBuilder<unknown> = sql`select newest.seq, 0 as relevance from newest`;
  const { rows } = await sql<{ total: number; first: string | null }>`
    ${with_}, hit as materialized (select ${seq} as seq from ${table} where ${where}),
    newest as (select seq from hit order by seq desc limit ${SURVEYED_HITS})
    select (select count(*) from hit) as total,
      (select ${joinedSeqs(sql`seq`, sql`order by relevance desc, seq desc`)}
        from (${phrases.length > 0 ? ranked : plain}) as measured) as first`.execute(db);
  return { total: rows[0]?.total ?? 0, first: [...parseSeqs(rows[0]?.first ?? '')] };
}
