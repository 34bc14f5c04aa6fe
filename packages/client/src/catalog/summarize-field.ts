import { Summary, type SummaryField } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import { ask, readAnswer } from '../wire/ask.ts';
import { QUERY_HINTS } from '../wire/error-from-response.ts';
import { parseJson } from '../wire/parse-json.ts';
import { routeFor } from '../wire/route.ts';

const MAX_FACETS = 1000;

/** Which values are counted, and in which datasets. */
export interface SummaryRequest {
  readonly field: SummaryField;
  readonly query: string;
  /** What a person typed of the query, for messages; the whole query unless given. */
  readonly typed?: string;
}

/** Counts how often each value of a field occurs among what a query finds, in server order. */
export async function summarizeField(
  platform: Platform,
  { field, query, typed = query }: SummaryRequest,
  signal: AbortSignal,
): Promise<Summary> {
  const { route, token } = await routeFor(platform, '/summarize');
  const parameters = { field, query, size: String(MAX_FACETS) };
  const text = await ask(
    platform,
    {
      route,
      token,
      parameters,
      subject: `the summary of ${field} for ${typed}`,
      hints: QUERY_HINTS,
      query: { sent: query, typed },
    },
    signal,
  );
  const source = `the summary of ${field}`;
  return readAnswer(Summary, parseJson(text, source), source);
}
