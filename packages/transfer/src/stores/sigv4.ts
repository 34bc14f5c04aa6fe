import { createHash, createHmac, hash } from 'node:crypto';

/** Keys that sign; `sessionToken` is null for long-lived ones. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

/** A request as it goes over the wire: `path` percent-encoded, `query` not. */
export interface SignableRequest {
  readonly method: string;
  /** With the port, unless it is the scheme's own. */
  readonly host: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
}

export interface SigningScope {
  readonly service: string;
  readonly region: string;
}

/** Signs requests, one after the other, with the same keys. */
export type Signer = (request: SignableRequest, now: Date) => Record<string, string>;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const EMPTY_HASH = createHash('sha256').digest('hex');

/**
 * The headers to send with a request (its own and those that sign it), in lower case. All of them
 * but `accept-encoding` are signed. `host` is signed and not among them.
 */
export function signV4(
  request: SignableRequest,
  keys: SigningKeys,
  scope: SigningScope & { readonly now: Date },
): Record<string, string> {
  return createSigner(keys, scope)(request, scope.now);
}

/** {@link signV4} for many requests: the day's signing key is derived once. */
export function createSigner(keys: SigningKeys, { service, region }: SigningScope): Signer {
  let day = '';
  let signingKey: Buffer = Buffer.alloc(0);
  const keyOf = (date: string): Buffer => {
    if (date === day) return signingKey;
    const dateKey = hmac(`AWS4${keys.secretAccessKey}`, date);
    signingKey = hmac(hmac(hmac(dateKey, region), service), 'aws4_request');
    day = date;
    return signingKey;
  };
  return (request, now) => {
    const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const date = time.slice(0, 8);
    const sent: Record<string, string> = {
      ...lowerCaseKeys(request.headers),
      'x-amz-date': time,
      'x-amz-content-sha256':
        request.body === undefined ? EMPTY_HASH : hash('sha256', request.body, 'hex'),
    };
    if (keys.sessionToken !== null) sent['x-amz-security-token'] = keys.sessionToken;
    const covered: Record<string, string> = { ...sent, host: request.host };
    delete covered['accept-encoding']; // proxies change it
    const names = Object.keys(covered).sort();
    const canonical = [
      request.method,
      request.path,
      queryText(request.query),
      ...names.map((name) => `${name}:${covered[name]?.trim().replace(/ +/g, ' ')}`),
      '',
      names.join(';'),
      sent['x-amz-content-sha256'],
    ].join('\n');
    const scope = `${date}/${region}/${service}/aws4_request`;
    const toSign = [ALGORITHM, time, scope, hash('sha256', canonical, 'hex')].join('\n');
    const signature = hmac(keyOf(date), toSign).toString('hex');
    sent.authorization = `${ALGORITHM} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return sent;
  };
}

/** A query as it is both signed and sent: sorted, strictly percent-encoded. */
export function queryText(query: Readonly<Record<string, string>> = {}): string {
  return Object.entries(query)
    .map(([name, value]) => [strictlyEncoded(name), strictlyEncoded(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map((pair) => pair.join('='))
    .join('&');
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export function strictlyEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function lowerCaseKeys(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
