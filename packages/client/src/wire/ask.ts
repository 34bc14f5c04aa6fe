import { BadAnswer, InputError, Interrupted, redact, VcpError } from '@vcp/schema';
import type { z } from 'zod';
import type { Platform } from '../platform.ts';
import {
  type AnswerHints,
  type AskedQuery,
  errorFromResponse,
  isJson,
} from './error-from-response.ts';
import { checkedUrl, followRedirects, type OutgoingRequest } from './follow-redirects.ts';
import { formEncode } from './form-encode.ts';
import { ConnectionFailed, networkError } from './network-error.ts';
import { readBody } from './read-body.ts';
import { nextWait, PASSING_STATUSES, retryAfter, waitFor } from './retry.ts';

/** One question to the data API. Every question of ours may be asked twice without harm. */
export interface Question {
  /** Below the data URL, with its leading slash: `/search`. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string | null>>;
  /** Makes it a POST with this JSON body. */
  readonly body?: unknown;
  readonly token: string | null;
  /** What is asked for, in the words of an error message: `dataset 6a1f…`. */
  readonly subject: string;
  /** What to do when the platform does not accept it, or does not know it, as sentences. */
  readonly hints: AnswerHints;
  /** The query that is asked, as it is sent and as a person typed it. */
  readonly query?: AskedQuery;
}

/**
 * Asks the platform and returns the JSON text of its answer. Passing failures (429, 502, 503, 504,
 * network) are tried again; what remains is thrown as a coded error. An answer that is not
 * `application/json` is a {@link BadAnswer}.
 */
export async function ask(
  platform: Platform,
  question: Question,
  signal: AbortSignal,
): Promise<string> {
  const request = requestOf(platform, question);
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptOnce(platform, request, question, signal);
    if ('text' in outcome) return outcome.text;
    const wait = outcome.canRetry ? nextWait(platform, attempt, waited, outcome.demand) : null;
    if (wait === null) throw outcome.error;
    platform.onRetry?.(outcome.error, wait);
    await waitFor(platform, wait, signal);
    waited += wait;
  }
}

/** Checks an answer against its schema; throws a {@link BadAnswer} that names the odd field. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  source: string,
): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.slice(0, 8).map(String).join('.').slice(0, 200);
  const reason = (issue?.message ?? 'no reason').slice(0, 200);
  throw new BadAnswer(`${source} is not as agreed${place ? ` at "${place}"` : ''}: ${reason}`, {
    hint: 'The server is broken, newer than this vcp, or no data API.',
    cause: result.error,
  });
}

type Outcome =
  | { readonly text: string }
  | { readonly error: VcpError; readonly canRetry: boolean; readonly demand: number | null };

async function attemptOnce(
  platform: Platform,
  request: OutgoingRequest,
  { subject, token, hints, query }: Question,
  signal: AbortSignal,
): Promise<Outcome> {
  const { origin } = request.url;
  const watch = new StallWatch(platform.timeoutMs, signal);
  try {
    const response = await followRedirects(platform.fetch, request, watch.signal);
    platform.onRequest?.(redact(`${request.method} ${request.url.href} -> ${response.status}`));
    if (!response.ok) {
      const error = await errorFromResponse(response, {
        subject,
        origin,
        signedIn: token !== null,
        hints,
        query: query ?? null,
      });
      const canRetry = PASSING_STATUSES.has(response.status);
      return { error, canRetry, demand: retryAfter(response) };
    }
    if (!isJson(response)) {
      await response.body?.cancel();
      throw new BadAnswer(`${origin} answered ${subject} with something that is not JSON`, {
        hint: 'Check that the address is that of a data API, and no login page or proxy.',
      });
    }
    const source = `the answer of ${origin} on ${subject}`;
    return { text: await readBody(response, source, () => watch.restart()) };
  } catch (cause) {
    if (signal.aborted) throw new Interrupted(`stopped while asking ${origin}`, { cause });
    if (cause instanceof VcpError) throw cause;
    const error = watch.hasStalled
      ? new ConnectionFailed(origin, `no progress in ${platform.timeoutMs} ms`, true, cause)
      : networkError(cause, origin);
    platform.onRequest?.(redact(`${request.method} ${request.url.href} -> ${error.message}`));
    return { error, canRetry: error.canRetry, demand: null };
  } finally {
    watch.end();
  }
}

function requestOf(platform: Platform, question: Question): OutgoingRequest {
  const search = question.parameters ? `?${formEncode(question.parameters)}` : '';
  const isPost = question.body !== undefined;
  return {
    method: isPost ? 'POST' : 'GET',
    url: checkedUrl(`${platform.dataUrl}${question.route}${search}`),
    headers: {
      Accept: 'application/json',
      'User-Agent': platform.userAgent,
      ...(isPost ? { 'Content-Type': 'application/json' } : {}),
    },
    authorization: question.token === null ? null : bearer(question.token),
    body: isPost ? JSON.stringify(question.body) : null,
  };
}

/** A token that no header can carry must not reach `fetch`, whose error would quote it. */
function bearer(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new InputError('the token has spaces, line breaks or characters that no token has', {
    hint: 'Paste it again, or sign in.',
  });
}

/** Aborts a request that makes no progress: a silent server, or one that drips bytes. */
class StallWatch {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, outer: AbortSignal) {
    this.#timeoutMs = timeoutMs;
    this.#timer = this.#start();
    this.signal = AbortSignal.any([outer, this.#controller.signal]);
  }

  get hasStalled(): boolean {
    return this.#controller.signal.aborted;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(), this.#timeoutMs);
  }
}
