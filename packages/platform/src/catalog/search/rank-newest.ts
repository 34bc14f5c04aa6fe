import { type RawBuilder, sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import type { CatalogHandle } from '../tables.ts';
import { wantedPhrases } from './expression.ts';
import type { Hits } from './hits.ts';
import { matchAnyPhrase } from './match.ts';

/**
 * Of the hits of a text query, so many of the newest are put in the order of relevance. To measure
 * the hits of a word that most of the catalog contains would take longer than anybody waits.
 */
export const RANKED_HITS = 2_000;

/**
 * The newest hits that are no newer than `newest`, the most relevant first; empty when the query
 * holds no text to measure by. One round trip.
 */
export async function rankNewest(
  { db, dialect }: CatalogHandle,
  query: QueryNode,
  hits: Hits,
  newest: number,
): Promise<number[]> {
  const phrases = wantedPhrases(query);
  if (phrases.length === 0) return [];
  const ranked =
    dialect === 'sqlite'
      ? rankedByFts5(hits, newest)
      : rankedByTsvector(hits, newest, matchAnyPhrase(dialect, phrases));
  return (await ranked.execute(db)).rows.map(({ seq }) => seq);
}

/** Both weigh name, labels and description about 10 : 4 : 1. */
function rankedByFts5({ table, seq, where }: Hits, newest: number): RawBuilder<{ seq: number }> {
  return sql`
    select seq from (
      select ${seq} as seq, bm25(dataset_text, 10.0, 4.0, 1.0, 0.0) as distance from ${table}
      where ${where} and ${seq} <= ${newest} order by ${seq} desc limit ${RANKED_HITS}
    ) as hit order by distance, seq desc`;
}

function rankedByTsvector(
  { table, seq, where }: Hits,
  newest: number,
  phrases: string,
): RawBuilder<{ seq: number }> {
  return sql`
    select hit.seq from (
      select ${seq} as seq from ${table}
      where ${where} and ${seq} <= ${newest} order by ${seq} desc limit ${RANKED_HITS}
    ) as hit join dataset_text on dataset_text.dataset = hit.seq
    order by ts_rank('{0.1, 0.1, 0.4, 1.0}', dataset_text.words, ${phrases}::tsquery, 1) desc, hit.seq desc`;
}
