import {
  CatalogCache,
  type CatalogDatabase,
  searchCatalog,
  summarizeField,
} from '@vcp/platform/catalog';
import { parseQuery } from '@vcp/platform/query';
import { timed } from './measure.ts';
import { facetQuestions, searchQuestions } from './questions.ts';

/** A question and how long its answer took, in milliseconds. */
export interface Answer {
  readonly question: string;
  readonly time: number;
}

export interface Answers {
  readonly search: readonly Answer[];
  readonly nextPage: readonly Answer[];
  readonly facets: readonly Answer[];
}

const cursorKey = new Uint8Array(32).fill(1);

/**
 * Asks every question once a round, one after the other, as one client does. Each round begins with
 * an empty cache, so that nothing is kept but what other questions of the round left. What counts
 * is the best round: the others measure what else the machine did.
 */
export async function askQuestions(
  catalog: CatalogDatabase,
  queries: number,
  rounds: number,
): Promise<Answers> {
  const all: Answers[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await askRound(catalog, queries));
  const best = (part: keyof Answers): Answer[] =>
    (all[0]?.[part] ?? []).map(({ question }, index) => ({
      question,
      time: Math.min(...all.map((answers) => answers[part][index]?.time ?? Number.NaN)),
    }));
  return { search: best('search'), nextPage: best('nextPage'), facets: best('facets') };
}

async function askRound(catalog: CatalogDatabase, queries: number): Promise<Answers> {
  const cache = new CatalogCache();
  const search: Answer[] = [];
  const nextPage: Answer[] = [];
  const facets: Answer[] = [];
  for (const { kind, query } of searchQuestions(queries)) {
    const ask = (cursor: string | null) =>
      searchCatalog(catalog, { query: parseQuery(query), limit: 10, cursor, cursorKey, cache });
    const { value, time } = await timed(() => ask(null));
    search.push({ question: `${kind}: ${query} (${value.total} hits)`, time });
    if (value.cursor === null) continue;
    const next = await timed(() => ask(value.cursor));
    nextPage.push({ question: query, time: next.time });
  }
  for (const { field, query } of facetQuestions()) {
    const request = { field, query: parseQuery(query), size: 1_000, cache };
    const { time } = await timed(() => summarizeField(catalog, request));
    facets.push({ question: `${field} of ${query}`, time });
  }
  return { search, nextPage, facets };
}
