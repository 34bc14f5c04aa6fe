import { passBody } from './answer.ts';
import type { StoreSurroundings } from './http.ts';
import { contentLength, readHead, versionOf } from './read-head.ts';
import { parseS3Url } from './s3-address.ts';
import { createS3Client, type KeySource, type S3Service } from './s3-client.ts';
import { listPages, type S3Object } from './s3-list.ts';
import type { ListedFile, Store } from './store.ts';

// Asks S3 to tell the checksum that it keeps.
const CHECKSUM_MODE = { 'x-amz-checksum-mode': 'ENABLED' };

/** Objects of an S3 service, read with the keys of one dataset. */
export function createS3Store(
  service: S3Service,
  keySource: KeySource,
  surroundings: StoreSurroundings,
): Store {
  const client = createS3Client(service, keySource, surroundings);
  return {
    async read(request, sink, signal) {
      const { range, pin, url } = request;
      const headers: Record<string, string> = { ...CHECKSUM_MODE };
      if (range) headers.range = `bytes=${range.start}-${range.end - 1}`;
      if (pin?.etag) headers['if-match'] = pin.etag;
      const answer = await client.send({ method: 'GET', place: parseS3Url(url), headers }, signal);
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
    async describe(url, _name, signal) {
      const place = parseS3Url(url);
      const answer = await client.send({ method: 'HEAD', place, headers: CHECKSUM_MODE }, signal);
      answer.discard();
      return versionOf(answer.headers, contentLength(answer.headers), true);
    },
    async uploadPartSize(url, pin, signal) {
      const answer = await client.send(
        {
          method: 'HEAD',
          place: parseS3Url(url),
          query: { partNumber: '1' },
          headers: pin.etag ? { 'if-match': pin.etag } : {},
        },
        signal,
      );
      answer.discard();
      return contentLength(answer.headers);
    },
    list: (url, signal) => listFolder(url, signal),
  };

  async function* listFolder(url: string, signal: AbortSignal) {
    const { bucket, key } = parseS3Url(url);
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    const listed = ({ key: full, size, etag }: S3Object): ListedFile => ({
      path: full.slice(prefix.length),
      size,
      etag,
      checksum: null,
    });
    for await (const page of listPages(client, { bucket, prefix }, signal))
      yield page.filter((object) => !isMarker(object)).map(listed);
  }
}

/** An empty object whose key ends in a slash only says that there is a folder. */
function isMarker({ key, size }: S3Object): boolean {
  return key.endsWith('/') && size === 0;
}
