import { passBody, statusFault } from './answer.ts';
import { listHttpFolder } from './http-folder.ts';
import { readHead, versionOf } from './read-head.ts';
import { followRedirects } from './redirects.ts';
import { schemeFault } from './schemes.ts';
import type { Pin, ReadRequest, SourceVersion, Store } from './store.ts';
import { StoreFault } from './store-fault.ts';
import type { Answer, Transport } from './transport.ts';

/** What a store needs from the run that it works for. */
export interface StoreSurroundings {
  readonly transport: Transport;
  readonly now: () => number;
  readonly stallMs: number;
}

/** Files behind https:// links, signed ones too. No credentials are ever sent. */
export function createHttpStore(surroundings: StoreSurroundings): Store {
  const { transport, now } = surroundings;

  const get = async (
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const fault = schemeFault(url);
    if (fault) throw new StoreFault('bad-answer', fault.message);
    const answer = await followRedirects(new URL(url), ({ origin, pathname, search }) =>
      transport.send({ method: 'GET', origin, path: pathname + search, headers }, signal),
    );
    if (answer.status === 200 || answer.status === 206) return answer;
    answer.discard();
    if ([400, 401, 403].includes(answer.status) && isSignedUrl(url))
      throw new StoreFault('expired-url', `the link is not accepted (status ${answer.status})`);
    throw statusFault(answer, now());
  };

  return {
    async read(request, sink, signal) {
      const answer = await get(request.url, rangeHeaders(request), signal);
      try {
        const head = readHead(answer, request);
        await sink.head(head);
        const write = (bytes: Uint8Array) => sink.write(bytes);
        await passBody(answer, head.length, write, surroundings);
      } catch (error) {
        answer.discard();
        throw error;
      }
    },
    async describe(url, name, signal): Promise<SourceVersion> {
      const request = { url, range: { start: 0, end: 1 }, pin: null, name };
      try {
        const answer = await get(url, rangeHeaders(request), signal);
        answer.discard();
        return readHead(answer, request).version;
      } catch (error) {
        // No first byte: the source is empty.
        if (error instanceof StoreFault && error.kind === 'range') return versionOf({}, 0, true);
        throw error;
      }
    },
    uploadPartSize: async () => null,
    list: (url, signal) =>
      listHttpFolder(url, (page) => get(page, { accept: 'application/json' }, signal)),
  };
}

/** Whether a URL carries a signature that expires. */
export function isSignedUrl(url: string): boolean {
  const names = [...new URL(url).searchParams.keys()].map((name) => name.toLowerCase());
  return names.some((name) => /^(x-amz-signature|x-goog-signature|signature|sig)$/.test(name));
}

/** A URL without what a signature adds to it: two links to one file become equal. */
export function unsignedUrl(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !isSignedUrl(url)) return url;
  for (const name of [...parsed.searchParams.keys()])
    if (
      /^(x-(amz|goog)-|signature$|expires$|awsaccesskeyid$|googleaccessid$|key-pair-id$|policy$|s(ig|e|t|p|v|r|ks|koid|ktid|kt|ke|kv)$)/i.test(
        name,
      )
    )
      parsed.searchParams.delete(name);
  return parsed.href;
}

function rangeHeaders({ range, pin }: Omit<ReadRequest, 'name' | 'url'>): Record<string, string> {
  if (range === null) return {};
  const headers: Record<string, string> = { range: `bytes=${range.start}-${range.end - 1}` };
  const validator = strongValidator(pin);
  if (validator !== null) headers['if-range'] = validator;
  return headers;
}

/** What tells this version from any other for sure: a strong ETag, else the time of change. */
function strongValidator(pin: Pin | null): string | null {
  if (pin?.etag) return pin.etag.startsWith('W/') ? pin.lastModified : pin.etag;
  return pin?.lastModified ?? null;
}
