import { sql } from 'kysely';
import type { QueryNode } from '../../query/node.ts';
import type { CatalogHandle } from '../tables.ts';
import { wantedPhrases } from './expression.ts';
import { matchOf, rankingQuery } from './match.ts';

/**
 * Puts hits in the order of relevance: words in the name weigh most, then those in labels, then
 * those in the description (of which PostgreSQL does not count how many).
 * `newestFirst` comes back as it is when the query holds no text to measure by. One round trip.
 */
export async function rankHits(
  { db, dialect }: CatalogHandle,
  query: QueryNode,
  newestFirst: readonly number[],
): Promise<readonly number[]> {
  const phrases = wantedPhrases(query);
  const oldest = newestFirst.at(-1);
  if (phrases.length === 0 || oldest === undefined) return newestFirst;
  if (dialect === 'postgres') {
    const { rows } = await sql<{ seq: number }>`
      select dataset as seq from dataset_ranking
      where dataset = any(${`{${newestFirst.join(',')}}`}::integer[])
      order by ts_rank('{0, 0, 0.4, 1.0}', words, ${rankingQuery(phrases)}::tsquery, 1) desc,
        dataset desc`.execute(db);
    return rows.map(({ seq }) => seq);
  }
  const match = matchOf(dialect, {
    op: 'or',
    list: phrases.map((text) => ({ op: 'phrase', text })),
  });
  // The plus: or SQLite would ask the text index for each row on its own.
  const { rows } = await sql<{ seq: number }>`
    select rowid as seq from dataset_text
    where dataset_text match ${match} and rowid >= ${oldest}
      and +rowid in (select value from json_each(${JSON.stringify(newestFirst)}))
    order by bm25(dataset_text, 10.0, 4.0, 1.0, 0.0), rowid desc`.execute(db);
  const ranked = rows.map(({ seq }) => seq);
  // A hit may be one for another clause than those with text.
  const measured = new Set(ranked);
  return [...ranked, ...newestFirst.filter((seq) => !measured.has(seq))];
}
