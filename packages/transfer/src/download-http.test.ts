import { type FaultServer, startFaultServer } from '@vcp/testing/fault-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { candidate, filesBelow, sha256, testBytes, testDownload } from './test-download.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

const BODY = testBytes(3_000, 1);
const LARGE = testBytes(70_000, 2);
const redirect = (location: string) =>
  ({ kind: 'status', status: 302, headers: { location } }) as const;

test('the query string of a link is sent as it is', async () => {
  server.objects.set('/f.bin', { body: BODY });
  await using run = await testDownload();
  const url = `${server.url}/f.bin?part=2&name=a%20b+c&empty=#fragment`;
  await run.download(await run.collect(candidate(url)));
  expect([...filesBelow(run.outdir).keys()]).toEqual(['f.bin']);
  expect([...(server.requests[0]?.query ?? [])]).toEqual([
    ['part', '2'],
    ['name', 'a b c'],
    ['empty', ''],
  ]);
});

test('a percent-encoded name is decoded', async () => {
  server.objects.set('/dir/a b é.csv', { body: BODY });
  await using run = await testDownload();
  await run.download(await run.collect(candidate(`${server.url}/dir/a%20b%20%C3%A9.csv`)));
  expect([...filesBelow(run.outdir).keys()]).toEqual(['a b é.csv']);
});

test('redirects are followed, five at most', async () => {
  server.objects.set('/5', { body: BODY });
  for (let hop = 0; hop < 5; hop += 1)
    server.addRule({ match: ({ path }) => path === `/${hop}`, fault: redirect(`/${hop + 1}`) });
  server.addRule({ match: ({ path }) => path === '/loop', fault: redirect('/loop') });
  await using run = await testDownload();
  const summary = await run.download(
    await run.collect(candidate(`${server.url}/0`), candidate(`${server.url}/loop`)),
  );
  expect(summary).toMatchObject({ files: 1, failureCount: 1 });
  expect(summary.failures).toMatchObject([{ path: 'loop', code: 'ERR_BAD_ANSWER' }]);
  expect(server.requests.filter(({ path }) => path === '/loop')).toHaveLength(6);
});

test.each([
  'file:///etc/passwd',
  'ftp://127.0.0.1/x',
  'http://169.254.169.254/x',
  'http://example.org/x',
  'data:,x',
  'javascript:x',
])('a redirect to %s is not followed', async (target) => {
  server.addRule({ fault: redirect(target) });
  await using run = await testDownload();
  const summary = await run.download(await run.collect(candidate(`${server.url}/f.bin`)));
  expect(summary.failures).toMatchObject([{ code: 'ERR_BAD_ANSWER' }]);
  expect(server.requests).toHaveLength(1);
});

test.each([
  'file:///etc/passwd',
  'ftp://example.org/x',
  'data:text/plain,x',
  'gs://bucket/x',
  'http://example.org/x',
  'http://127.0.0.1.example.org/x',
  'cellxgene://x/y',
  'https://',
  'no url at all',
])('the location %s is refused before anything is sent', async (url) => {
  await using run = await testDownload();
  const candidates = await run.collect(candidate(url));
  const summary = await run.download(candidates);
  expect(summary).toMatchObject({ files: 0, failureCount: 1 });
  expect(['ERR_INPUT', 'ERR_UNSAFE_PATH']).toContain(summary.failures[0]?.code);
});

test('user names and passwords in a link are not sent', async () => {
  server.objects.set('/f.bin', { body: BODY });
  await using run = await testDownload();
  const url = server.url.replace('http://', 'http://user:password@');
  expect(await run.download(await run.collect(candidate(`${url}/f.bin`)))).toMatchObject({
    files: 1,
  });
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

test('an expired signed link is replaced by a fresh one, and what is there stays', async () => {
  server.objects.set('/f.bin', { body: LARGE });
  const isOld = (query: URLSearchParams) => query.get('X-Amz-Signature') === 'old';
  let requestsWithOld = 0;
  server.addRule({
    match: ({ query }) => {
      requestsWithOld += isOld(query) ? 1 : 0;
      return isOld(query) && requestsWithOld > 3;
    },
    fault: { kind: 'status', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
  });
  const asked: string[] = [];
  await using run = await testDownload();
  const old = `${server.url}/f.bin?X-Amz-Expires=60&X-Amz-Signature=old`;
  const candidates = await run.collect(candidate(old, { datasetId: 'one' }));
  const summary = await run.download(candidates, {
    freshUrl: async (datasetId, url) => {
      asked.push(`${datasetId} ${url}`);
      return old.replace('old', 'new');
    },
    files: 2,
  });
  expect(summary).toMatchObject({ files: 1, failures: [] });
  expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', LARGE]]));
  expect(asked).toEqual([`one ${old}`]);
  const ranges = server.requests.filter(({ status }) => status === 206);
  const starts = ranges.map(({ headers }) => headers.range);
  expect(new Set(starts).size).toBe(starts.length);
});

test.each([
  ['there is no fresh one', null],
  ['the fresh one is refused too', `?Expires=60&Signature=verysecret2`],
])('a signed link fails when %s, without its signature being told', async (_, fresh) => {
  server.addRule({ fault: { kind: 'status', status: 403 } });
  await using run = await testDownload();
  const link = `${server.url}/f.bin`;
  const old = candidate(`${link}?Expires=60&Signature=verysecret`);
  const summary = await run.download(await run.collect(old), {
    freshUrl: async () => (fresh === null ? null : link + fresh),
  });
  expect(summary.failures).toMatchObject([{ code: 'ERR_FORBIDDEN' }]);
  expect(JSON.stringify([summary.failures, run.events])).not.toContain('verysecret');
  expect(server.requests).toHaveLength(fresh === null ? 1 : 2);
});

test.each([
  [
    'Digest',
    (body: Buffer) => `sha-256=${Buffer.from(sha256(body).value, 'hex').toString('base64')}`,
  ],
  [
    'Repr-Digest',
    (body: Buffer) => `sha-256=:${Buffer.from(sha256(body).value, 'hex').toString('base64')}:`,
  ],
])('a %s header is believed', async (name, digest) => {
  const headers = { [name]: digest(BODY) };
  server.objects.set('/right.bin', { body: BODY, headers });
  server.objects.set('/wrong.bin', { body: testBytes(3_000, 9), headers });
  await using run = await testDownload();
  const summary = await run.download(
    await run.collect(candidate(`${server.url}/right.bin`), candidate(`${server.url}/wrong.bin`)),
  );
  expect(summary.verified).toEqual({ sha256: 1 });
  expect(summary.failures).toMatchObject([{ path: 'wrong.bin', code: 'ERR_DIGEST_MISMATCH' }]);
});

test('the ETag of a plain web server is not taken for an MD5', async () => {
  server.objects.set('/f.bin', { body: BODY, etag: `"${'0'.repeat(32)}"` });
  await using run = await testDownload();
  const summary = await run.download(await run.collect(candidate(`${server.url}/f.bin`)));
  expect(summary).toMatchObject({ files: 1, verified: { length: 1 } });
});

const serveListing = (pages: readonly unknown[]) => {
  pages.forEach((page, index) => {
    server.addRule({
      match: ({ query, path }) =>
        path === '/store.zarr/' &&
        query.has('list') &&
        (query.get('cursor') ?? '') === (index === 0 ? '' : String(index)),
      fault: {
        kind: 'status',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: typeof page === 'string' ? page : JSON.stringify(page),
      },
    });
  });
};

test('a folder is listed page by page, and its files are checked', async () => {
  const bodies = new Map([
    ['.zgroup', testBytes(10, 1)],
    ['0/0', testBytes(20_000, 2)],
    ['names/a b#c?.bin', testBytes(30, 3)],
  ]);
  for (const [path, body] of bodies) server.objects.set(`/store.zarr/${path}`, { body });
  const files = [...bodies].map(([path, body]) => ({
    path,
    size: body.length,
    sha256: sha256(body).value,
  }));
  // '?' cannot be in a file name everywhere: that one is refused
  serveListing([
    { files: files.slice(0, 2), next: '1' },
    { files: files.slice(2), next: null },
  ]);
  await using run = await testDownload();
  const candidates = await run.collect(candidate(`${server.url}/store.zarr/`));
  const summary = await run.download(candidates);
  expect(summary).toMatchObject({ files: 2, verified: { sha256: 2 } });
  expect(summary.failures).toMatchObject([{ code: 'ERR_UNSAFE_PATH' }]);
  expect([...filesBelow(run.outdir).keys()]).toEqual(['store.zarr/.zgroup', 'store.zarr/0/0']);
});

test.each([
  ['no JSON', '<html>'],
  ['no list', { files: 'x' }],
  ['a file without a path', { files: [{}], next: null }],
  ['a page that leads to itself', { files: [], next: '' }],
])('a listing with %s is refused', async (_, page) => {
  serveListing([page]);
  await using run = await testDownload();
  const summary = await run.download(await run.collect(candidate(`${server.url}/store.zarr/`)));
  expect(summary.failures).toMatchObject([{ code: 'ERR_BAD_ANSWER' }]);
});
