import { readText } from './answer.ts';
import type { S3Client } from './s3-client.ts';
import { StoreFault } from './store-fault.ts';

/** One object of a listing. */
export interface S3Object {
  readonly key: string;
  readonly size: number;
  /** With its quotes, as `If-Match` wants it. */
  readonly etag: string | null;
}

interface Page {
  readonly objects: readonly S3Object[];
  readonly next: string | null;
}

const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/**
 * The objects under a prefix in the order of their keys, a page (up to 1,000) at a time. The next
 * page is asked for while the caller is busy with the present one.
 */
export async function* listPages(
  client: S3Client,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal,
): AsyncGenerator<readonly S3Object[], void, undefined> {
  const ask = async (token: string | null): Promise<Page> => {
    const query = { 'list-type': '2', 'encoding-type': 'url', prefix };
    const answer = await client.send(
      {
        method: 'GET',
        place: { bucket, key: '' },
        query: token === null ? query : { ...query, 'continuation-token': token },
      },
      signal,
    );
    return parsePage(await readText(answer, MAX_PAGE_BYTES));
  };
  let page = await ask(null);
  for (;;) {
    const ahead = page.next === null ? null : ask(page.next);
    ahead?.catch(() => {}); // looked at below, unless the caller stops before
    yield page.objects;
    if (ahead === null) return;
    const following = await ahead;
    if (following.next !== null && following.next === page.next)
      throw new StoreFault('bad-answer', 'the listing of the bucket never ends');
    page = following;
  }
}

async function parsePage(text: string): Promise<Page> {
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    parseTagValue: false,
    ignoreAttributes: true,
    htmlEntities: true, // &#34; too
    isArray: (name) => name === 'Contents',
  });
  const result = asRecord(asRecord(parse(parser, text))?.ListBucketResult);
  if (!result) throw notAListing();
  const contents = Array.isArray(result.Contents) ? result.Contents : [];
  const isEncoded = result.EncodingType === 'url';
  const isTruncated = result.IsTruncated === 'true';
  const next = isTruncated ? result.NextContinuationToken : null;
  if (isTruncated && typeof next !== 'string') throw notAListing();
  return {
    objects: contents.map((item) => listedObject(asRecord(item), isEncoded)),
    next: typeof next === 'string' ? next : null,
  };
}

function listedObject(item: Record<string, unknown> | null, isEncoded: boolean): S3Object {
  const { Key, Size, ETag } = item ?? {};
  if (typeof Key !== 'string' || typeof Size !== 'string' || !/^\d{1,15}$/.test(Size))
    throw notAListing();
  return {
    key: isEncoded ? decodeKey(Key) : Key,
    size: Number(Size),
    etag: typeof ETag === 'string' && ETag !== '' ? ETag : null,
  };
}

// Encoded as in a form: a space is a plus sign.
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw notAListing();
  }
}

function parse(parser: { parse(text: string): unknown }, text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    throw notAListing();
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function notAListing(): StoreFault {
  return new StoreFault('bad-answer', 'the bucket cannot be listed: the answer is not a listing');
}
