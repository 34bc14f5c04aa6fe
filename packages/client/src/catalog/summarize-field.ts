import { Summary, type SummaryField } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import { ask, readAnswer } from '../wire/ask.ts';
import { parseJson } from '../wire/parse-json.ts';
import { routeFor } from '../wire/route.ts';

const MAX_FACETS = 1000;

/** Counts how often each value of a field occurs among what a query finds, in server order. */
export async function summarizeField(
  platform: Platform,
  { field, query }: { readonly field: SummaryField; readonly query: string },
  signal: AbortSignal,
): Promise<Summary> {
  const { route, token } = await routeFor(platform, '/summarize');
  const parameters = { field, query, size: String(MAX_FACETS) };
  const subject = `the summary of ${field} for ${query}`;
  const text = await ask(platform, { route, token, parameters, subject }, signal);
  const source = `the summary of ${field}`;
  return readAnswer(Summary, parseJson(text, source), source);
}
