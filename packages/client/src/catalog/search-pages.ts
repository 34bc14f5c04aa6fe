import { BadAnswer, SearchPage } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import { ask, readAnswer } from '../wire/ask.ts';
import { QUERY_HINTS } from '../wire/error-from-response.ts';
import { parseJson } from '../wire/parse-json.ts';
import { routeFor } from '../wire/route.ts';

/** A query as {@link buildQuery} makes it, and how to page through what it finds. */
export interface SearchRequest {
  readonly query: string;
  /** What a person typed of it, for messages; the whole query unless given. */
  readonly typed?: string;
  /** The original asks for 10 to show and 100 to download. */
  readonly pageSize: number;
  /** Goes on from the cursor of an earlier page. */
  readonly cursor?: string;
}

const MAX_EMPTY_PAGES = 10;

/**
 * Yields pages of matching datasets in catalog order; a page is asked for only when it is wanted.
 * Ends after the last page. A server that goes in circles is a {@link BadAnswer}.
 */
export async function* searchPages(
  platform: Platform,
  { query, typed = query, pageSize, cursor: start }: SearchRequest,
  signal: AbortSignal,
): AsyncGenerator<SearchPage, void, undefined> {
  let cursor = start ?? null;
  const circle = new CircleWatch();
  for (let isFirst = true; ; isFirst = false) {
    const page = await readPage(platform, { query, typed, pageSize, cursor, isFirst }, signal);
    yield page;
    const isShort = page.limit !== null && page.data.length < page.limit;
    if (!page.cursor || isShort) return;
    circle.check(page, page.cursor);
    cursor = page.cursor;
  }
}

interface PageRequest {
  readonly query: string;
  readonly typed: string;
  readonly pageSize: number;
  readonly cursor: string | null;
  readonly isFirst: boolean;
}

async function readPage(
  platform: Platform,
  { query, typed, pageSize, cursor, isFirst }: PageRequest,
  signal: AbortSignal,
): Promise<SearchPage> {
  const { token, route } = await routeFor(platform, '/search');
  const text = await ask(
    platform,
    {
      route,
      token,
      subject: `the search for ${typed}`,
      hints: QUERY_HINTS,
      query: { sent: query, typed },
      parameters: {
        query,
        use_cursor: 'true',
        download: 'true',
        scout: isFirst ? 'True' : 'False',
        limit: String(pageSize),
        cursor,
      },
    },
    signal,
  );
  const source = 'a page of search results';
  return readAnswer(SearchPage, parseJson(text, source), source);
}

/** Finds cursors that come back, with constant memory (Brent), and pages that stay empty. */
class CircleWatch {
  #remembered: string | null = null;
  #steps = 0;
  #power = 1;
  #empty = 0;

  check(page: SearchPage, cursor: string): void {
    this.#empty = page.data.length === 0 ? this.#empty + 1 : 0;
    if (cursor === this.#remembered || this.#empty > MAX_EMPTY_PAGES)
      throw new BadAnswer('the platform sends the same pages of search results again and again', {
        hint: 'Tell the operators of the platform. `--limit` stops before it happens.',
      });
    this.#steps += 1;
    if (this.#steps < this.#power) return;
    this.#remembered = cursor;
    this.#steps = 0;
    this.#power *= 2;
  }
}
