import { isLoopback } from './schemes.ts';
import { StoreFault } from './store-fault.ts';
import type { Answer } from './transport.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Sends a request and follows redirects: five at most, never to a lower scheme, never from the
 * outside to this machine or to link-local addresses.
 */
export async function followRedirects(
  start: URL,
  send: (url: URL) => Promise<Answer>,
): Promise<Answer> {
  let url = start;
  for (let hops = 0; ; hops += 1) {
    const answer = await send(url);
    const location = REDIRECTS.includes(answer.status) ? answer.headers.location : undefined;
    if (location === undefined) return answer;
    answer.discard();
    if (hops === MAX_REDIRECTS) throw new StoreFault('unsafe-redirect', 'too many redirects');
    url = safeTarget(url, location);
  }
}

function safeTarget(from: URL, location: string): URL {
  const to = URL.parse(location, from);
  const isAllowed =
    to !== null &&
    (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) &&
    (isLoopback(from.hostname) || !isInside(to.hostname)) &&
    (to.protocol === 'https:' || isLoopback(to.hostname));
  if (isAllowed) return to;
  throw new StoreFault('unsafe-redirect', 'the server redirects to an address that is not allowed');
}

function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return isLoopback(host) || /^(169\.254\.|0\.|::ffff:|fe[89ab][0-9a-f]:|::$)/.test(host);
}
