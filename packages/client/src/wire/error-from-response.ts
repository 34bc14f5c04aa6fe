import {
  BadAnswer,
  ErrorAnswer,
  Forbidden,
  InputError,
  NotFound,
  RateLimited,
  redact,
  ServerError,
  SignInNeeded,
  type VcpError,
  WrongQuery,
} from '@vcp/schema';
import type { FetchAnswer } from './fetch.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';

/** What a failed request was about, so that its error can say so. */
export interface RequestSubject {
  /** What was asked for, for example `dataset 6a1f…`. */
  readonly subject: string;
  /** The origin that answered. */
  readonly origin: string;
  /** Whether a token was sent along. */
  readonly signedIn: boolean;
  readonly hints: AnswerHints;
  readonly query: AskedQuery | null;
}

/** What to do after an answer that depends on what was asked for. */
export interface AnswerHints {
  /** 400 and 422. */
  readonly refused: string;
  /** 404 and 410; null: the sentence on restricted data. */
  readonly unknown: string | null;
}

/** A query with the clauses that were appended, and without. */
export interface AskedQuery {
  readonly sent: string;
  readonly typed: string;
}

const MAX_DETAIL = 1000;

/**
 * The only place where a status becomes an error. Takes the server's own words (`detail`), without
 * secrets; they are remote text and must be escaped before they are shown.
 */
export async function errorFromResponse(
  response: FetchAnswer,
  request: RequestSubject,
): Promise<VcpError> {
  const { subject, origin, signedIn, hints, query } = request;
  const { detail, problem } = await readProblem(response);
  const said = detail === null ? '' : `: ${detail}`;
  const { status } = response;
  if (status === 400 || status === 422) {
    const wrong = query === null || problem === null ? null : wrongQuery(problem, query);
    return (
      wrong ??
      new InputError(`${origin} does not accept ${subject}${said}`, { hint: hints.refused })
    );
  }
  if (status === 401)
    return new SignInNeeded(`${origin} wants you to sign in for ${subject}${said}`, {
      hint: signedIn
        ? 'The token was refused: sign in again, or set VCP_TOKEN to a token of this platform.'
        : 'Sign in, or set VCP_TOKEN to a token of this platform.',
    });
  if (status === 403)
    return new Forbidden(`${origin} does not let you have ${subject}${said}`, {
      hint: signedIn
        ? 'Ask the owner of the data for access.'
        : 'You are not signed in: set VCP_TOKEN to a token of this platform.',
    });
  if (status === 404 || status === 410)
    return new NotFound(`${origin} does not know ${subject}${said}`, {
      hint: hints.unknown ?? (signedIn ? SEEN : SEEN_BY_ALL),
    });
  if (status === 429)
    return new RateLimited(`${origin} asks to slow down${said}`, { hint: waitHint(response) });
  if (status >= 500)
    return new ServerError(`${origin} failed with status ${status} on ${subject}${said}`, {
      hint: 'It is not your fault. Try again later; the same command goes on from there.',
    });
  return new BadAnswer(`${origin} answered ${subject} with status ${status}${said}`, {
    hint: 'Check that the address is that of a data API.',
  });
}

const SEEN = '`vcp data search` lists the ids that you can see.';
const SEEN_BY_ALL =
  '`vcp data search` lists the ids; restricted data shows up only when you are signed in.';

/** The fault as one of what was typed; null where it is in what was added. */
function wrongQuery(problem: QueryProblem, { sent, typed }: AskedQuery): WrongQuery | null {
  const start = ['', '('].find((before) => sent.startsWith(before + typed))?.length;
  if (start === undefined) return null;
  const position = problem.position - start;
  if (position < 0 || position > typed.length) return null;
  const place = position === typed.length ? 'its end' : `character ${position + 1}`;
  return new WrongQuery(`the query is wrong at ${place}: ${clip(redact(problem.text))}`, {
    query: typed,
    position,
    hint: problem.hint === null ? QUERY_HINT : clip(redact(problem.hint)),
  });
}

const QUERY_HINT =
  'Check the query: `vcp data metadata-list` names the fields, and quotes make a phrase of any text.';

/** The hints of questions with a query. */
export const QUERY_HINTS: AnswerHints = {
  refused: QUERY_HINT,
  unknown: 'Check that the address is that of a platform (`--platform`, `vcp config`).',
};

/** The hints of questions on one dataset. */
export const ID_HINTS: AnswerHints = {
  refused: 'Check the id: `vcp data search` lists them.',
  unknown: null,
};

function waitHint(response: FetchAnswer): string {
  const seconds = response.headers.get('retry-after');
  return seconds !== null && /^\d{1,9}$/.test(seconds)
    ? `Try again in ${Number(seconds)} seconds.`
    : 'Try again in a few minutes.';
}

type QueryProblem = NonNullable<ErrorAnswer['problem']>;

async function readProblem(
  response: FetchAnswer,
): Promise<{ readonly detail: string | null; readonly problem: QueryProblem | null }> {
  try {
    const body = await readBody(response, 'the error');
    if (!isJson(response)) return NOTHING_SAID;
    const { detail, problem } = ErrorAnswer.parse(parseJson(body, 'the error'));
    const text = detailText(detail);
    return { detail: text === '' ? null : clip(redact(text)), problem };
  } catch {
    // The status says enough; a broken error text must not hide it.
    return NOTHING_SAID;
  }
}

const NOTHING_SAID = { detail: null, problem: null };

/** FastAPI writes a text, or for validation errors a list of `{loc, msg}`. */
function detailText(detail: unknown): string {
  if (typeof detail === 'string') return detail.trim();
  if (Array.isArray(detail))
    return detail
      .slice(0, 5)
      .map((entry) => (typeof entry === 'object' ? detailText(entry?.msg) : detailText(entry)))
      .filter((text) => text !== '')
      .join('; ');
  return '';
}

function clip(text: string): string {
  return text.length <= MAX_DETAIL ? text : `${text.slice(0, MAX_DETAIL)}…`;
}

/** Whether an answer says that it is JSON. */
export function isJson(response: FetchAnswer): boolean {
  return /^application\/json\s*(;|$)/i.test(response.headers.get('content-type') ?? '');
}
