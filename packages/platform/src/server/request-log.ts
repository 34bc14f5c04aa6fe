import { createMiddleware } from 'hono/factory';
import type { Logger } from 'pino';
import type { RequestVariables } from './asker.ts';

/**
 * Writes one line for each request once its answer begins. Only method, path, status and time are
 * kept: query strings hold what people search for, and headers hold tokens.
 */
export function logRequests(log: Logger) {
  return createMiddleware<{ Variables: RequestVariables }>(async (c, next) => {
    const began = performance.now();
    await next();
    log.info(
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: withoutGrant(new URL(c.req.url).pathname),
        status: c.res.status,
        ms: Math.round(performance.now() - began),
      },
      'request',
    );
  });
}

/** A granted file URL is a secret while it lasts. */
function withoutGrant(path: string): string {
  return path.replace(/^\/files\/granted\/[^/]*/, '/files/granted/****');
}
