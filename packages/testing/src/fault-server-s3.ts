import type { SeenRequest, ServedObject } from './fault-server.ts';

/** An error document as S3 sends it. */
export function s3ErrorXml(code: string, more = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message>${more}</Error>`;
}

/** One page of ListObjectsV2, keys in byte order and URL-encoded. */
export function listingXml(
  { path, query }: SeenRequest,
  objects: ReadonlyMap<string, ServedObject>,
  pageSize: number,
  etagOf: (body: Uint8Array) => string,
): string {
  const bucket = path.replaceAll('/', '');
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()]
    .filter((name) => name.startsWith(`/${bucket}/`))
    .map((name) => name.slice(bucket.length + 2))
    .filter((key) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .filter((key) => after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  const page = keys.slice(0, pageSize);
  const isTruncated = keys.length > page.length;
  const contents = page.map((key) => {
    const object = objects.get(`/${bucket}/${key}`) ?? { body: new Uint8Array() };
    const etag = object.etag === undefined ? etagOf(object.body) : object.etag;
    const text = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
    return `<Contents><Key>${text}</Key><Size>${object.body.length}</Size><ETag>${(etag ?? '').replaceAll('"', '&#34;')}</ETag></Contents>`;
  });
  const next = isTruncated
    ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>`
    : '';
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>${bucket}</Name><EncodingType>url</EncodingType><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
