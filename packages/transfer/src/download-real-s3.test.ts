import { createHash, hash, randomBytes } from 'node:crypto';
import { makeBucket, putObject, putObjects, startS3 } from '@vcp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from './context.ts';
import { listObjects } from './stores/list-objects.ts';
import { signV4 } from './stores/sigv4.ts';
import { candidate, filesBelow, testBytes, testDownload } from './test-download.ts';

const bucket = `transfer-${randomBytes(4).toString('hex')}`;
const SMALL = testBytes(3_000, 1);
const LARGE = testBytes(200_000, 2);
const CHUNKS = new Map<string, Buffer>(
  Array.from({ length: 40 }, (_, i) => [`img.zarr/0/${i}.é +&`, testBytes(500 + i, i)] as const),
);

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
  await makeBucket(s3, bucket);
  await putObjects(s3, bucket, {
    'deep/small.csv': Uint8Array.from(SMALL),
    'deep/large.h5ad': Uint8Array.from(LARGE),
    'deep/empty': new Uint8Array(),
    ...Object.fromEntries([...CHUNKS].map(([key, body]) => [key, Uint8Array.from(body)])),
  });
});
afterAll(() => s3.stop());

const keys = () => ({
  accessKeyId: s3.accessKey,
  secretAccessKey: s3.secretKey,
  sessionToken: null,
});
const s3Options = () => ({
  s3: { endpointUrl: s3.endpoint, region: s3.region, unsignedBuckets: [] },
  credentialsFor: async () => ({
    access_key_id: s3.accessKey,
    secret_access_key: s3.secretKey,
    session_token: '',
    expiration: null,
    endpoint_url: null,
    region: null,
  }),
});

test('a listing has every object once, in order, with sizes and ETags', async () => {
  const connection = { endpointUrl: s3.endpoint, region: s3.region, keys: keys() };
  const signal = new AbortController().signal;
  const found = [];
  for await (const page of listObjects(connection, { bucket, prefix: 'img.zarr/' }, signal))
    found.push(...page);
  expect(found.map(({ key }) => key).sort()).toEqual([...CHUNKS.keys()].sort());
  for (const { key, size, etag } of found) {
    const body = CHUNKS.get(key) ?? Buffer.alloc(0);
    expect([size, etag]).toEqual([body.length, `"${hash('md5', body, 'hex')}"`]);
  }
});

test('a bucket that is not there, and keys that are wrong, are told', async () => {
  const { signal } = new AbortController();
  const connection = { endpointUrl: s3.endpoint, region: s3.region, keys: keys() };
  const list = (more: Partial<typeof connection>, name: string) =>
    listObjects({ ...connection, ...more }, { bucket: name, prefix: '' }, signal).next();
  await expect(list({}, 'not-there-at-all')).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' });
  const wrong = { ...keys(), secretAccessKey: 'wrong' };
  await expect(list({ keys: wrong }, bucket)).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
});

test('objects and folders come from a real server, signed and verified', async () => {
  await using run = await testDownload();
  const candidates = await run.collect(
    candidate(`s3://${bucket}/deep/small.csv`),
    candidate(`s3://${bucket}/deep/large.h5ad`),
    candidate(`s3://${bucket}/deep/empty`),
    candidate(`s3://${bucket}/img.zarr`),
    candidate(`s3://${bucket}/deep/missing.csv`),
  );
  const summary = await run.download(candidates, s3Options());
  expect(summary.failures).toMatchObject([{ path: 'missing.csv', code: 'ERR_NOT_FOUND' }]);
  expect(summary).toMatchObject({ files: 43, verified: { md5: 43 } });
  const found = filesBelow(run.outdir);
  expect(found.get('small.csv')).toEqual(SMALL);
  expect(found.get('large.h5ad')).toEqual(LARGE);
  expect(found.get('empty')).toEqual(Buffer.alloc(0));
  for (const [key, body] of CHUNKS) expect(found.get(key)).toEqual(body);
  expect(found.size).toBe(43);
});

test('an object that was replaced between two runs is fetched as it is now, never mixed', async () => {
  await using run = await testDownload();
  const key = `changing-${randomBytes(4).toString('hex')}.bin`;
  await putObject(s3, bucket, key, Uint8Array.from(LARGE));
  const candidates = await run.collect(candidate(`s3://${bucket}/${key}`, { size: LARGE.length }));
  const controller = new AbortController();
  await run.download(candidates, {
    ...s3Options(),
    onEvent: (event) => {
      if (event.type === 'progress' && event.bytes > 40_000) controller.abort();
    },
    signal: controller.signal,
    context: { ...run.options().context, now: tickingClock() },
  });
  const newer = testBytes(LARGE.length, 7);
  await putObject(s3, bucket, key, Uint8Array.from(newer));
  const summary = await run.download(candidates, { ...s3Options(), existing: 'overwrite' });
  expect(summary).toMatchObject({ files: 1, failures: [] });
  expect(filesBelow(run.outdir)).toEqual(new Map([[key, newer]]));
});

test('an upload in parts is verified by its composite ETag', async () => {
  const parts = [testBytes(5 * 1024 * 1024, 11), testBytes(5 * 1024 * 1024, 12), SMALL];
  const etag = await uploadInParts('parts.bin', parts);
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  expect(etag).toBe(`"${hash('md5', Buffer.concat(digests), 'hex')}-3"`);
  await using run = await testDownload({
    limits: DEFAULT_LIMITS,
  });
  const candidates = await run.collect(candidate(`s3://${bucket}/parts.bin`));
  const summary = await run.download(candidates, s3Options());
  expect(summary).toMatchObject({ files: 1, failures: [] });
  expect(Object.keys(summary.verified)).toEqual(['md5-parts']);
  expect(filesBelow(run.outdir).get('parts.bin')?.equals(Buffer.concat(parts))).toBe(true);
});

/** A clock that moves on a second with every look, so that progress is told at once. */
function tickingClock(): () => number {
  let now = Date.now();
  return () => {
    now += 300;
    return now;
  };
}

async function uploadInParts(key: string, parts: readonly Buffer[]): Promise<string> {
  const send = async (
    method: string,
    query: Record<string, string>,
    body?: Uint8Array | string,
  ) => {
    const url = new URL(`${s3.endpoint}/${bucket}/${key}`);
    const request = { method, host: url.host, path: url.pathname, query, body };
    const headers = signV4(request, keys(), { service: 's3', region: s3.region, now: new Date() });
    const text = new URLSearchParams(query).toString();
    const answer = await fetch(`${url}?${text}`, {
      method,
      headers,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : Uint8Array.from(body) }),
    });
    expect(answer.status).toBe(200);
    return { text: await answer.text(), etag: answer.headers.get('etag') ?? '' };
  };
  const started = await send('POST', { uploads: '' }, '');
  const uploadId = /<UploadId>([^<]+)/.exec(started.text)?.[1] ?? '';
  const etags: string[] = [];
  for (const [i, part] of parts.entries())
    etags.push((await send('PUT', { partNumber: String(i + 1), uploadId }, part)).etag);
  const list = etags.map(
    (etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const done = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
  const { text } = await send('POST', { uploadId }, done);
  return (/<ETag>([^<]+)/.exec(text)?.[1] ?? '').replaceAll('&#34;', '"').replaceAll('&quot;', '"');
}
