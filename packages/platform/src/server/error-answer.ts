import {
  BadAnswer,
  Conflict,
  Forbidden,
  InputError,
  NetworkError,
  NotFound,
  ServerError,
  SignInNeeded,
  type VcpError,
} from '@vcp/schema/errors';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import { QuerySyntaxError } from '../query/query-syntax-error.ts';
import type { RequestVariables } from './asker.ts';

type ErrorClass = abstract new (...args: never[]) => VcpError;

const STATUS: readonly (readonly [ErrorClass, 400 | 401 | 403 | 404 | 409 | 502])[] = [
  [InputError, 400],
  [SignInNeeded, 401],
  [Forbidden, 403],
  [NotFound, 404],
  [Conflict, 409],
  // Of the S3 service behind us.
  [ServerError, 502],
  [NetworkError, 502],
  [BadAnswer, 502],
];

/**
 * Turns what a handler threw into `{"detail": "…"}`. Errors that the asker can act on keep their
 * message; of everything else only the request id goes out, and the rest into the log.
 */
export function answerError(
  c: Context<{ Variables: RequestVariables }>,
  error: unknown,
  log: Logger,
): Response {
  if (error instanceof HTTPException) return detail(c, error.status, error.message);
  const known = STATUS.find(([type]) => error instanceof type);
  const requestId = c.get('requestId');
  if (!known || known[1] >= 500) log.error({ requestId, err: error }, 'request failed');
  if (error instanceof QuerySyntaxError) {
    const { message, problem: text, position, hint = null } = error;
    const full = hint === null ? message : `${message}. ${hint}`;
    return c.json({ detail: full, problem: { text, position, hint } }, 400);
  }
  if (known && error instanceof Error) return detail(c, known[1], error.message);
  return detail(
    c,
    500,
    `The platform failed on this request. Its log has more under ${requestId}.`,
  );
}

function detail(c: Context, status: ContentfulStatusCode, text: string): Response {
  if (status === 401) c.header('www-authenticate', 'Bearer');
  return c.json({ detail: text }, status);
}
