import {
  etagOf,
  type FaultRule,
  type FaultServer,
  startFaultServer,
} from '@vcp/testing/fault-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { candidate, filesBelow, sha256, testBytes, testDownload } from './test-download.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

const SMALL = testBytes(3_000, 1);
const LARGE = testBytes(70_000, 2);
const isRanged: FaultRule['match'] = ({ headers }) => headers.range !== undefined;
const fromByte =
  (start: number): NonNullable<FaultRule['match']> =>
  ({ headers }) =>
    headers.range?.startsWith(`bytes=${start}-`) ?? start === 0;

const TRANSIENT: readonly (readonly [string, FaultRule])[] = [
  ['503 with Retry-After', { fault: status(503, { 'retry-after': '7' }), times: 3 }],
  ['429', { fault: status(429), times: 2 }],
  ['500', { fault: status(500), times: 2 }],
  ['502 with a page', { fault: { ...status(502), body: '<html>bad gateway</html>' }, times: 2 }],
  ['a reset before the head', { fault: { kind: 'reset', after: 0 }, times: 2 }],
  ['a reset in the body', { fault: { kind: 'reset', after: 1_000 }, times: 4 }],
  ['a body that ends early', { fault: { kind: 'truncate', after: 2_999 }, times: 4 }],
  ['a body that stalls', { fault: { kind: 'stall', after: 100 }, times: 1 }],
  ['a body that drips', { fault: { kind: 'drip', everyMs: 100 }, times: 1 }],
  ['one flipped bit', { fault: { kind: 'corrupt', at: 1_234 }, times: 1 }],
];

describe.each([
  ['small', SMALL],
  ['large', LARGE],
])('a %s file', (_, body) => {
  test.each(TRANSIENT)('comes through %s', async (_name, rule) => {
    server.objects.set('/f.bin', { body });
    server.addRule(rule);
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.bin`, { checksum: sha256(body), size: body.length }),
    );
    const summary = await run.download(candidates);
    expect(summary).toMatchObject({ files: 1, failures: [], verified: { sha256: 1 } });
    expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', body]]));
    expect(candidates.counts().pending).toBe(0);
  });

  test('is taken up at the byte reached when connections break again and again', async () => {
    server.objects.set('/f.bin', { body });
    server.addRule({ fault: { kind: 'truncate', after: 500 } });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/f.bin`));
    const summary = await run.download(candidates);
    expect(summary.failures).toEqual([]);
    expect(filesBelow(run.outdir).get('f.bin')).toEqual(body);
    expect(server.bytesServed).toBeLessThan(body.length * 1.2);
  });

  test('with a bit that is always wrong never gets its name', async () => {
    server.objects.set('/f.bin', { body });
    server.addRule({ fault: { kind: 'corrupt', at: 1_234 } });
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.bin`, { checksum: sha256(body) }),
    );
    const summary = await run.download(candidates);
    expect(summary.failures).toMatchObject([{ code: 'ERR_DIGEST_MISMATCH', path: 'f.bin' }]);
    expect(filesBelow(run.outdir)).toEqual(new Map());
    expect(candidates.counts().pending).toBe(1);
  });

  test.each([
    [404, 'ERR_NOT_FOUND'],
    [403, 'ERR_FORBIDDEN'],
    [401, 'ERR_FORBIDDEN'],
    [500, 'ERR_SERVER'],
    [503, 'ERR_RATE_LIMITED'],
    [418, 'ERR_BAD_ANSWER'],
  ])('that is answered with %i fails with %s and the next run gets it', async (code, error) => {
    server.objects.set('/f.bin', { body });
    server.addRule({ fault: status(code) });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/f.bin`));
    const failed = await run.download(candidates);
    expect(failed.failures).toMatchObject([{ code: error, path: 'f.bin' }]);
    expect([...candidates.failures()]).toEqual(failed.failures);
    expect(filesBelow(run.outdir)).toEqual(new Map());

    server.clearRules();
    expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
    expect([...candidates.failures()]).toEqual([]);
    expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', body]]));
  });

  test.each([
    ['fewer', -1],
    ['more', 1],
  ])('with %s bytes than the catalog promised is refused', async (_name, by) => {
    server.objects.set('/f.bin', { body });
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.bin`, { size: body.length - by }),
    );
    const summary = await run.download(candidates);
    expect(summary.failures).toMatchObject([{ code: 'ERR_LENGTH_MISMATCH' }]);
    expect(filesBelow(run.outdir)).toEqual(new Map());
  });

  test('whose size the catalog rounds is accepted', async () => {
    server.objects.set('/f.bin', { body });
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.bin`, { size: body.length + 77, sizeIsRounded: true }),
    );
    expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
  });

  test('comes from a server that announces no length', async () => {
    server.objects.set('/f.bin', { body, etag: null });
    server.addRule({ fault: { kind: 'chunked' } });
    server.addRule({ fault: { kind: 'ignore-range' } });
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.bin`, { checksum: sha256(body) }),
    );
    expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
    expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', body]]));
  });

  test('that is cut where no length is announced never gets its name', async () => {
    server.objects.set('/f.bin', { body, etag: null });
    server.addRule({ fault: { kind: 'chunked', after: 2_000 } });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/f.bin`));
    const summary = await run.download(candidates);
    expect(summary.failures).toMatchObject([{ code: 'ERR_NETWORK' }]);
    expect(filesBelow(run.outdir)).toEqual(new Map());
  });

  test('that is a web page instead is refused', async () => {
    server.objects.set('/f.bin', { body, headers: { 'content-type': 'text/html; charset=utf-8' } });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/f.bin`));
    const summary = await run.download(candidates);
    expect(summary.failures).toMatchObject([{ code: 'ERR_FORBIDDEN' }]);
    expect(filesBelow(run.outdir)).toEqual(new Map());
  });

  test('with a content encoding is kept as it was sent', async () => {
    server.objects.set('/f.csv.gz', { body, headers: { 'content-encoding': 'gzip' } });
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.csv.gz`, { checksum: sha256(body) }),
    );
    expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
    expect(filesBelow(run.outdir).get('f.csv.gz')).toEqual(body);
    expect(server.requests.every(({ headers }) => headers['accept-encoding'] === 'identity')).toBe(
      true,
    );
  });

  test('that changes while it is read is read anew, never mixed', async () => {
    const newer = testBytes(body.length, 99);
    server.objects.set('/f.bin', { body });
    server.addRule({ fault: { kind: 'truncate', after: 1_000 }, times: 2 });
    await using run = await testDownload({
      sleep: async () => {
        server.objects.set('/f.bin', { body: newer });
      },
    });
    const candidates = await run.collect(candidate(`${server.url}/f.bin`));
    expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
    expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', newer]]));
  });
});

describe('a large file', () => {
  const download = async (
    rules: readonly FaultRule[],
    served: { etag?: string | null; lastModified?: string } = {},
  ) => {
    server.objects.set('/f.bin', { body: LARGE, ...served });
    for (const rule of rules) server.addRule(rule);
    await using run = await testDownload();
    const candidates = await run.collect(
      candidate(`${server.url}/f.bin`, { checksum: sha256(LARGE) }),
    );
    const summary = await run.download(candidates);
    return { summary, files: filesBelow(run.outdir) };
  };
  const whole = new Map([['f.bin', LARGE]]);

  test('is read in ranges, each pinned to the version', async () => {
    const { files } = await download([]);
    expect(files).toEqual(whole);
    const ranged = server.requests.slice(1);
    expect(ranged.length).toBe(Math.ceil(LARGE.length / (16 * 1024)));
    expect(ranged.every(({ headers }) => headers['if-range'] === etagOf(LARGE))).toBe(true);
  });

  test('is pinned by its time where there is no ETag', async () => {
    const lastModified = 'Mon, 02 Nov 2026 10:00:00 GMT';
    const { files } = await download([], { etag: null, lastModified });
    expect(files).toEqual(whole);
    const ranged = server.requests.slice(1);
    expect(ranged.every(({ headers }) => headers['if-range'] === lastModified)).toBe(true);
  });

  test('with no mark of its version and no checksum is read in one go', async () => {
    server.objects.set('/f.bin', { body: LARGE, etag: null });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/f.bin`));
    await run.download(candidates);
    expect(filesBelow(run.outdir)).toEqual(whole);
    expect(server.requests.filter((request) => request.bytes === LARGE.length)).toHaveLength(1);
  });

  test('comes from a server that knows no ranges', async () => {
    const { files, summary } = await download([{ fault: { kind: 'ignore-range' } }]);
    expect(summary.failures).toEqual([]);
    expect(files).toEqual(whole);
  });

  test('comes from a server that forgets about ranges half-way', async () => {
    const { files, summary } = await download([
      { fault: { kind: 'ignore-range' }, match: fromByte(32 * 1024) },
    ]);
    expect(summary.failures).toEqual([]);
    expect(files).toEqual(whole);
  });

  test('is not made of other bytes than were asked for', async () => {
    const { files, summary } = await download([
      { fault: { kind: 'shift-range', by: 1 }, match: fromByte(16 * 1024) },
    ]);
    expect(summary.failures).toMatchObject([{ code: 'ERR_BAD_ANSWER' }]);
    expect([...files.keys()].filter((name) => name === 'f.bin')).toEqual([]);
  });

  test('whose ETag changes in the middle is planned anew, once', async () => {
    const other = { kind: 'headers', headers: { etag: '"other"' } } as const;
    const once = await download([{ fault: other, match: fromByte(16 * 1024), times: 1 }]);
    expect(once.summary.failures).toEqual([]);
    expect(once.files).toEqual(whole);
    server.clearRules();
    const always = await download([{ fault: other, match: fromByte(16 * 1024) }]);
    expect(always.summary.failures).toMatchObject([{ code: 'ERR_SOURCE_CHANGED' }]);
    expect(always.files.has('f.bin')).toBe(false);
  });

  test('whose ranges are denied with 416 is planned anew, once', async () => {
    const { files } = await download([{ fault: status(416), match: isRanged, times: 1 }]);
    expect(files).toEqual(whole);
  });

  test.each([4 * 1024, 4 * 1024 - 1, 4 * 1024 + 1, 16 * 1024, 16 * 1024 + 1, 1, 0])(
    'of %i bytes, at the edge of chunks and ranges, is whole',
    async (length) => {
      const body = testBytes(length, length);
      server.objects.set('/edge.bin', { body });
      await using run = await testDownload();
      const known = candidate(`${server.url}/edge.bin`, { size: length });
      const candidates = await run.collect(known);
      expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
      expect(filesBelow(run.outdir)).toEqual(new Map([['edge.bin', body]]));
    },
  );
});

test('waits as long as the server asks, then a little', async () => {
  const waits: number[] = [];
  server.objects.set('/f.bin', { body: SMALL });
  server.addRule({ fault: status(503, { 'retry-after': '7' }), times: 1 });
  server.addRule({ fault: status(500), times: 2 });
  await using run = await testDownload({
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  await run.download(await run.collect(candidate(`${server.url}/f.bin`)));
  expect(waits).toEqual([7_250, 500, 1_000]);
  expect(run.events.filter(({ type }) => type === 'retry')).toHaveLength(3);
});

test('a run with a dead server ends for all files before it tried them all', async () => {
  const dead = server.url;
  await server.stop();
  await using run = await testDownload();
  const inputs = Array.from({ length: 300 }, (_, i) => candidate(`${dead}/${i}.bin`));
  const summary = await run.download(await run.collect(...inputs));
  expect(summary.stopped?.code).toBe('ERR_NETWORK');
  expect(summary.failureCount).toBeLessThan(100);
});

function status(code: number, headers: Readonly<Record<string, string>> = {}) {
  return { kind: 'status', status: code, headers } as const;
}
