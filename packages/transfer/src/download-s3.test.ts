import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { S3Credentials } from '@vcp/schema';
import {
  etagOf,
  type FaultRule,
  type FaultServer,
  startFaultServer,
} from '@vcp/testing/fault-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DownloadOptions } from './options.ts';
import { candidate, filesBelow, testBytes, testDownload } from './test-download.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer({ s3: true, pageSize: 7 });
});
afterEach(() => server.stop());

const SMALL = testBytes(3_000, 1);
const LARGE = testBytes(70_000, 2);

const credentials = (token = 'token', more: Partial<S3Credentials> = {}): S3Credentials => ({
  access_key_id: 'AKIATEST',
  secret_access_key: 'secret',
  session_token: token,
  expiration: null,
  endpoint_url: null,
  region: null,
  ...more,
});

const s3Options = (more: Partial<DownloadOptions> = {}): Partial<DownloadOptions> => ({
  s3: { endpointUrl: server.url, region: 'us-east-1', unsignedBuckets: [] },
  credentialsFor: async () => credentials(),
  ...more,
});

const error = (status: number, code: string, headers: Record<string, string> = {}) =>
  ({ kind: 'status', status, headers, body: `<Error><Code>${code}</Code></Error>` }) as const;

test('objects are signed, pinned and checked against their ETag', async () => {
  server.objects.set('/bucket/deep/small.csv', { body: SMALL });
  server.objects.set('/bucket/deep/large.h5ad', { body: LARGE });
  await using run = await testDownload();
  const candidates = await run.collect(
    candidate('s3://bucket/deep/small.csv'),
    candidate('s3://bucket/deep/large.h5ad'),
  );
  const summary = await run.download(candidates, s3Options());
  expect(summary).toMatchObject({ files: 2, failures: [], verified: { md5: 2 } });
  expect(filesBelow(run.outdir)).toEqual(
    new Map([
      ['large.h5ad', LARGE],
      ['small.csv', SMALL],
    ]),
  );
  for (const { headers } of server.requests) {
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIATEST\//);
    expect(headers['x-amz-security-token']).toBe('token');
  }
  const small = server.requests.filter(({ path }) => path.endsWith('small.csv'));
  expect(small.map(({ method }) => method)).toEqual(['GET']);
  const ranges = server.requests.filter(({ headers }) => headers['if-match'] !== undefined);
  expect(ranges.length).toBeGreaterThanOrEqual(4);
  expect(ranges.every(({ headers }) => headers['if-match'] === etagOf(LARGE))).toBe(true);
});

test('a flipped bit in a large object is caught by its ETag', async () => {
  server.objects.set('/bucket/f.bin', { body: LARGE });
  server.addRule({ fault: { kind: 'corrupt', at: 40_000 } });
  await using run = await testDownload();
  const summary = await run.download(
    await run.collect(candidate('s3://bucket/f.bin')),
    s3Options(),
  );
  expect(summary.failures).toMatchObject([{ code: 'ERR_DIGEST_MISMATCH' }]);
  expect(filesBelow(run.outdir)).toEqual(new Map());
});

const base64Crc = (body: Uint8Array) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};

test.each([
  ['small', SMALL],
  ['large', LARGE],
])('a %s object whose ETag is no MD5 is checked by the checksum that S3 keeps', async (_, body) => {
  const headers = { 'x-amz-checksum-crc32': base64Crc(body), 'x-amz-checksum-type': 'FULL_OBJECT' };
  server.objects.set('/bucket/f.bin', { body, etag: '"abc-3"', headers });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  expect(await run.download(candidates, s3Options())).toMatchObject({ verified: { crc32: 1 } });

  server.addRule({ fault: { kind: 'corrupt', at: 1_234 } });
  const again = await run.download(candidates, s3Options({ existing: 'overwrite' }));
  expect(again.failures).toMatchObject([{ code: 'ERR_DIGEST_MISMATCH' }]);
});

test('the MD5 of an encrypted object is not mistaken for its ETag', async () => {
  const headers = { 'x-amz-server-side-encryption': 'aws:kms' };
  server.objects.set('/bucket/f.bin', { body: SMALL, etag: etagOf(LARGE), headers });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  expect(await run.download(candidates, s3Options())).toMatchObject({ verified: { length: 1 } });
});

test('an object that was uploaded in parts is checked by its composite ETag', async () => {
  const partSize = 30_000;
  const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
  const parts = [0, 1, 2].map((i) => md5(LARGE.subarray(i * partSize, (i + 1) * partSize)));
  const etag = `"${md5(Buffer.concat(parts)).toString('hex')}-3"`;
  server.objects.set('/bucket/f.bin', { body: LARGE, etag });
  server.addRule({
    match: ({ query }) => query.get('partNumber') === '1',
    fault: { kind: 'headers', headers: { 'content-length': String(partSize) } },
  });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  expect(await run.download(candidates, s3Options())).toMatchObject({
    failures: [],
    verified: { 'md5-parts': 1 },
  });
  server.addRule({ fault: { kind: 'corrupt', at: 50_000 } });
  const again = await run.download(candidates, s3Options({ existing: 'overwrite' }));
  expect(again.failures).toMatchObject([{ code: 'ERR_DIGEST_MISMATCH' }]);
});

test.each([
  [400, 'ExpiredToken'],
  [403, 'InvalidToken'],
  [403, 'InvalidTokenId'],
])(
  'keys refused with %i %s are renewed once, however many requests were under way',
  async (status, code) => {
    for (let i = 0; i < 20; i += 1) server.objects.set(`/bucket/s.zarr/${i}`, { body: SMALL });
    let token = 0;
    server.addRule({
      match: ({ headers, query }) =>
        headers['x-amz-security-token'] === 'token-1' && !query.has('list-type'),
      fault: error(status, code),
    });
    await using run = await testDownload();
    const candidates = await run.collect(candidate('s3://bucket/s.zarr/'));
    const credentialsFor = async () => {
      token += 1;
      return credentials(`token-${token}`);
    };
    const summary = await run.download(candidates, s3Options({ credentialsFor }));
    expect(summary).toMatchObject({ files: 20, failures: [] });
    expect(token).toBe(2);
  },
);

test('keys that stay refused fail the file and are not asked for without end', async () => {
  server.objects.set('/bucket/f.bin', { body: SMALL });
  server.addRule({ fault: error(400, 'ExpiredToken') });
  let asked = 0;
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  const credentialsFor = async () => {
    asked += 1;
    return credentials(`token-${asked}`);
  };
  const summary = await run.download(candidates, s3Options({ credentialsFor }));
  expect(summary.failures).toMatchObject([{ code: 'ERR_FORBIDDEN' }]);
  expect(asked).toBeLessThanOrEqual(3);
});

test('keys are renewed at four fifths of their life, before anybody refuses them', async () => {
  for (let i = 0; i < 10; i += 1) server.objects.set(`/bucket/${i}.bin`, { body: SMALL });
  let now = Date.parse('2026-11-01T00:00:00Z');
  let asked = 0;
  await using run = await testDownload({
    now: () => {
      now += 1_000;
      return now;
    },
  });
  const inputs = Array.from({ length: 10 }, (_, i) =>
    candidate(`s3://bucket/${i}.bin`, { datasetId: 'one' }),
  );
  const credentialsFor = async () => {
    asked += 1;
    return credentials(`token-${asked}`, { expiration: new Date(now + 20_000).toISOString() });
  };
  const candidates = await run.collect(...inputs);
  const summary = await run.download(candidates, s3Options({ credentialsFor, files: 1 }));
  expect(summary).toMatchObject({ files: 10, failures: [] });
  expect(asked).toBeGreaterThan(1);
  expect(server.requests.every(({ status }) => status < 300)).toBe(true);
});

test('a clock that is off is set by the server', async () => {
  const serverTime = Date.parse('2026-11-01T12:00:00Z');
  server.objects.set('/bucket/f.bin', { body: SMALL });
  server.addRule({
    match: ({ headers }) => !String(headers['x-amz-date']).startsWith('20261101T12'),
    fault: error(403, 'RequestTimeTooSkewed', { date: new Date(serverTime).toUTCString() }),
  });
  await using run = await testDownload({ now: () => Date.parse('2026-11-01T09:00:00Z') });
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  expect(await run.download(candidates, s3Options())).toMatchObject({ files: 1, failures: [] });
});

test('a bucket in another region is asked there', async () => {
  server.objects.set('/bucket/f.bin', { body: SMALL });
  server.addRule({
    match: ({ headers }) => !String(headers.authorization).includes('/eu-west-3/s3/'),
    fault: error(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-3' }),
  });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  expect(await run.download(candidates, s3Options())).toMatchObject({ files: 1, failures: [] });
});

test('an unsigned bucket is read without a signature, and nobody is asked for keys', async () => {
  server.objects.set('/open/f.bin', { body: SMALL });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://open/f.bin'));
  let asked = 0;
  const summary = await run.download(candidates, {
    s3: { endpointUrl: server.url, region: null, unsignedBuckets: ['open'] },
    credentialsFor: async () => {
      asked += 1;
      return null;
    },
  });
  expect(summary).toMatchObject({ files: 1, failures: [] });
  expect(asked).toBe(0);
  expect(server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('one denied object fails alone', async () => {
  for (const name of ['a', 'b', 'c']) server.objects.set(`/bucket/${name}.bin`, { body: SMALL });
  server.addRule({
    match: ({ path }) => path.endsWith('/b.bin'),
    fault: error(403, 'AccessDenied'),
  });
  await using run = await testDownload();
  const inputs = ['a', 'b', 'c'].map((name) => candidate(`s3://bucket/${name}.bin`));
  const summary = await run.download(await run.collect(...inputs), s3Options());
  expect(summary).toMatchObject({ files: 2, failureCount: 1 });
  expect(summary.failures).toMatchObject([{ path: 'b.bin', code: 'ERR_FORBIDDEN' }]);
});

const STORE = new Map([
  ['.zattrs', Buffer.from('{}')],
  ['0/0', testBytes(2_000, 3)],
  ['0/with space+plus&é', testBytes(10, 4)],
  ...Array.from({ length: 30 }, (_, i) => [`1/${i}`, testBytes(100 + i, i)] as const),
]);

test.each([
  ['s3://bucket/deep/img.zarr/'],
  ['s3://bucket/deep/img.zarr'],
  ['s3://bucket/deep/img.data'],
])('the folder %s is listed once, and fetched', async (url) => {
  const name = url.split('/')[4] ?? '';
  for (const [key, body] of STORE) server.objects.set(`/bucket/deep/${name}/${key}`, { body });
  server.objects.set(`/bucket/deep/${name}/0/`, { body: Buffer.alloc(0) });
  server.objects.set(`/bucket/deep/${name}-not-this/x`, { body: SMALL });
  await using run = await testDownload();
  const candidates = await run.collect(candidate(url));
  const summary = await run.download(candidates, s3Options());
  expect(summary).toMatchObject({ files: STORE.size, failures: [], verified: { md5: STORE.size } });
  const expected = new Map([...STORE].map(([key, body]) => [`${name}/${key}`, Buffer.from(body)]));
  expect(new Map([...filesBelow(run.outdir)].sort())).toEqual(new Map([...expected].sort()));
  expect(candidates.counts().pending).toBe(0);
  const objects = server.requests.filter(
    ({ query, path }) => !query.has('list-type') && path.endsWith('/0/0'),
  );
  expect(objects.map(({ method }) => method)).toEqual(['GET']);

  server.forgetRequests();
  expect(await run.download(candidates, s3Options())).toMatchObject({
    files: 0,
    alreadyThere: STORE.size,
  });
  expect(server.requests).toEqual([]);
});

test('an object wins over what lies below its key', async () => {
  server.objects.set('/bucket/thing', { body: SMALL });
  server.objects.set('/bucket/thing/below', { body: SMALL });
  await using run = await testDownload();
  await run.download(await run.collect(candidate('s3://bucket/thing')), s3Options());
  expect(filesBelow(run.outdir)).toEqual(new Map([['thing', SMALL]]));
});

test('a folder with nothing in it is a failure, and is listed again by the next run', async () => {
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/none.zarr/'));
  const summary = await run.download(candidates, s3Options());
  expect(summary.failures).toMatchObject([{ code: 'ERR_NOT_FOUND' }]);
  server.objects.set('/bucket/none.zarr/0', { body: SMALL });
  expect(await run.download(candidates, s3Options())).toMatchObject({ files: 1, failures: [] });
});

test('a listing that fails now and then is taken up', async () => {
  for (const [key, body] of STORE) server.objects.set(`/bucket/i.zarr/${key}`, { body });
  const isList: FaultRule['match'] = ({ query }) => query.has('continuation-token');
  server.addRule({ match: isList, fault: error(503, 'SlowDown'), times: 2 });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/i.zarr/'));
  expect(await run.download(candidates, s3Options())).toMatchObject({ files: STORE.size });
});

test('a listed object that was replaced is taken as it is now', async () => {
  for (const [key, body] of STORE) server.objects.set(`/bucket/i.zarr/${key}`, { body });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/i.zarr/'));
  await run.plan(candidates, s3Options());
  const newer = testBytes(5_000, 77);
  server.objects.set('/bucket/i.zarr/0/0', { body: newer });
  const summary = await run.download(candidates, s3Options());
  expect(summary).toMatchObject({ files: STORE.size, failures: [] });
  expect(filesBelow(run.outdir).get('i.zarr/0/0')).toEqual(newer);
});

test('keys that would leave the folder are refused one by one, and nothing lands outside', async () => {
  const bad = [
    '../evil',
    'a/../../evil',
    '/abs',
    'a//b',
    'C:\\x',
    '..\\evil',
    'line\nbreak',
    'con',
  ];
  for (const key of [...bad, 'good']) server.objects.set(`/bucket/i.zarr/${key}`, { body: SMALL });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/i.zarr/'));
  const summary = await run.download(candidates, s3Options());
  expect(summary).toMatchObject({ files: 1, failureCount: bad.length });
  expect(summary.failures.every(({ code }) => code === 'ERR_UNSAFE_PATH')).toBe(true);
  expect(filesBelow(run.outdir)).toEqual(new Map([['i.zarr/good', SMALL]]));
  expect([...filesBelow(`${run.outdir}/..`).keys()].filter((name) => /evil/.test(name))).toEqual(
    [],
  );
});

test('credentials name their own endpoint, unless the user named one', async () => {
  server.objects.set('/bucket/f.bin', { body: SMALL });
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  const summary = await run.download(candidates, {
    credentialsFor: async () => credentials('t', { endpoint_url: server.url, region: 'eu-west-1' }),
  });
  expect(summary).toMatchObject({ files: 1, failures: [] });
  expect(server.requests[0]?.headers.authorization).toContain('/eu-west-1/s3/');
});

test('keys never go to an endpoint in the clear', async () => {
  await using run = await testDownload();
  const candidates = await run.collect(candidate('s3://bucket/f.bin'));
  const summary = await run.download(candidates, {
    credentialsFor: async () => credentials('t', { endpoint_url: 'http://s3.example.org' }),
  });
  expect(summary.failures).toMatchObject([{ code: 'ERR_INPUT' }]);
});
