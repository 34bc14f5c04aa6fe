import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';

/** Who may talk to the server, by the names under which it was addressed. */
export interface RequestGuardOptions {
  /** Host names (no port) under which the server may be addressed. */
  readonly hostNames: ReadonlySet<string>;
  /** Foreign origins whose pages may read files: the viewer of image data. */
  readonly fileOrigins: ReadonlySet<string>;
}

/** The names of this machine for itself. */
export const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses with 403 what a page of another site made the browser send: a request under a foreign
 * host name (DNS rebinding) or from a foreign origin. Programs send no `Origin` and pass. The port
 * is not compared with ours, so that a forwarded port works; an origin must equal the host that is
 * addressed.
 */
export function guardRequests(options: RequestGuardOptions) {
  return createMiddleware(async (c, next) => {
    const url = new URL(c.req.url);
    const addressed = c.req.header('host') ?? url.host;
    if (!options.hostNames.has(hostName(addressed)) || !options.hostNames.has(url.hostname))
      throw new HTTPException(403, {
        message: 'This platform is not served under that host name. Use 127.0.0.1 or localhost.',
      });
    const origin = c.req.header('origin');
    if (origin === undefined || origin === `http://${addressed}`) return next();
    if (!options.fileOrigins.has(origin) || !url.pathname.startsWith('/files/'))
      throw new HTTPException(403, { message: 'Requests from other sites are not accepted.' });
    if (c.req.method === 'OPTIONS') return allowPreflight(origin);
    await next();
    allowReading(c.res.headers, origin);
  });
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

function allowReading(headers: Headers, origin: string): void {
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', 'content-length, content-range, etag');
  headers.append('vary', 'origin');
}

function allowPreflight(origin: string): Response {
  const headers = new Headers({
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': 'range, if-match, if-range',
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '600',
  });
  allowReading(headers, origin);
  return new Response(null, { status: 204, headers });
}
