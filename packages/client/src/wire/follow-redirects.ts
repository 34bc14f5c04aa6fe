import { BadAnswer, InputError } from '@vcp/schema';
import type { Fetch, FetchAnswer } from './fetch.ts';

const MAX_REDIRECTS = 5;

/** A request before it is sent; `authorization` is for the origin of `url` alone. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: string | null;
  readonly body: string | null;
}

/**
 * Sends a request and follows at most five redirects: never from https to http, never to a host
 * that may not be asked (see {@link checkedUrl}), and the token stays with its own origin. A POST
 * is sent on only where the status keeps the method, and only to its own origin.
 */
export async function followRedirects(
  fetch: Fetch,
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<FetchAnswer> {
  let url = checkedUrl(request.url.href);
  for (let hops = 0; ; hops += 1) {
    const isHome = url.origin === request.url.origin;
    const headers = { ...request.headers, ...(isHome ? authorizationOf(request) : {}) };
    const { method, body } = request;
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    const location = redirectTarget(response);
    if (location === null) return response;
    await response.body?.cancel();
    if (hops === MAX_REDIRECTS)
      throw new BadAnswer(`${request.url.origin} redirects more than ${MAX_REDIRECTS} times`);
    url = nextUrl(url, location, response.status, request);
  }
}

function authorizationOf({ authorization }: OutgoingRequest): Record<string, string> {
  return authorization === null ? {} : { Authorization: authorization };
}

function redirectTarget(response: FetchAnswer): string | null {
  const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
  return isRedirect ? response.headers.get('location') : null;
}

function nextUrl(from: URL, location: string, status: number, request: OutgoingRequest): URL {
  if (!URL.canParse(location, from))
    throw new BadAnswer(`${from.origin} redirects to what is not an address`);
  const to = new URL(location, from);
  const isLowered = from.protocol === 'https:' && to.protocol !== 'https:';
  if (isLowered || !mayBeAsked(to))
    throw new BadAnswer(`${from.origin} redirects to ${originOf(to)}, which is refused`, {
      hint: 'A redirect must stay on https (http only on this machine).',
    });
  const keepsMethod = status === 307 || status === 308;
  if (request.method === 'POST' && !(keepsMethod && to.origin === request.url.origin))
    throw new BadAnswer(`${from.origin} redirects a request that must not be sent elsewhere`);
  return to;
}

/**
 * Parses the address of an API: https anywhere, http only on this machine, no user name or
 * password in it. Throws an {@link InputError}.
 */
export function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && mayBeAsked(url)) return url;
  throw new InputError(
    `${url === null ? 'the address' : originOf(url)} cannot be asked for data: ${faultOf(url)}`,
    { hint: 'Give an address such as https://host/v1/data.' },
  );
}

function faultOf(url: URL | null): string {
  if (url === null) return 'it is not an absolute URL';
  if (url.username !== '' || url.password !== '') return 'it has a user name or a password in it';
  return 'only https:// is allowed, and http:// on this machine';
}

function mayBeAsked(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function originOf(url: URL): string {
  return url.host === '' ? `${url.protocol}…` : `${url.protocol}//${url.host}`;
}
