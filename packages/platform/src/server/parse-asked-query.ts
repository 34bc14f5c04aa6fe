import type { QueryNode } from '../query/node.ts';
import { parseQuery } from '../query/parse.ts';
import { QuerySyntaxError } from '../query/query-syntax-error.ts';

const APPENDED = /(?: AND (?:latest_version:true|namespace:(?:[^\s"()]+|"(?:\\.|[^"\\])*")))+$/;

/**
 * Parses a query as a client sent it. Clients append clauses to what a person typed; a fault that
 * is there without them is told as it is there, so that nobody reads about words never typed.
 *
 * Throws `QuerySyntaxError`.
 */
export function parseAskedQuery(query: string): QueryNode {
  try {
    return parseQuery(query);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const typed = query.slice(-LONGEST).replace(APPENDED, '');
    const cut = Math.min(query.length, LONGEST) - typed.length;
    if (cut > 0) parseQuery(query.slice(0, query.length - cut));
    throw error;
  }
}

// No client appends more.
const LONGEST = 1000;
