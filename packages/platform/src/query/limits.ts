/** What one query may cost. Enough for a long list of identifiers; not enough to harm. */
export const QUERY_LIMITS = {
  characters: 8_000,
  depth: 30,
  clauses: 200,
  wildcards: 20,
  wordsInClause: 60,
  /** Characters before a `*` in free text. */
  shortestPrefix: 2,
} as const;
