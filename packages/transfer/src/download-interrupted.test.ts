import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { etagOf, type FaultServer, startFaultServer } from '@vcp/testing/fault-server';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { errnoOf, type FileSystem, nodeFileSystem } from './file-system.ts';
import { leasePath, requireLease } from './lease.ts';
import { openPart } from './parts/part-file.ts';
import { sharedPartPath } from './parts/part-name.ts';
import {
  candidate,
  filesBelow,
  SMALL_LIMITS,
  sha256,
  testBytes,
  testDownload,
} from './test-download.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

const CHUNK = 4 * 1024;
const LARGE = testBytes(70_000, 2);

test('an interrupt stops the work in order, and the next run goes on where it stopped', async () => {
  await using run = await testDownload();
  const bodies = new Map<string, Buffer>();
  for (let i = 0; i < 30; i += 1) bodies.set(`s${i}`, testBytes(1_000 + i, i));
  bodies.set('large.bin', LARGE);
  for (const [name, body] of bodies) server.objects.set(`/${name}`, { body });
  const candidates = await run.collect(
    ...[...bodies.keys()].reverse().map((name) => candidate(`${server.url}/${name}`)),
  );
  server.addRule({
    match: ({ headers }) => headers.range?.startsWith('bytes=49152-') ?? false,
    fault: { kind: 'stall', after: 100 },
  });
  server.addRule({
    match: ({ path }) => path === '/s3',
    fault: { kind: 'stall', after: 10 },
  });
  const controller = new AbortController();
  const isInWork = (path: string, start = '') =>
    server.requests.some(
      (request) => request.path === path && (request.headers.range ?? '').startsWith(start),
    );
  const watch = setInterval(() => {
    if (isInWork('/large.bin', 'bytes=49152-') && isInWork('/s3')) controller.abort();
  }, 5);
  const first = await run.download(candidates, {
    signal: controller.signal,
    context: { env: {}, limits: { ...SMALL_LIMITS, stallMs: 20_000 } },
  });
  clearInterval(watch);
  expect(first).toMatchObject({ interrupted: true, failures: [], stopped: null });
  const left = filesBelow(run.outdir);
  for (const [name, content] of left)
    if (!name.includes('.vcp-part-')) expect(content).toEqual(bodies.get(name));
  expect([...left.keys()].filter((name) => name.includes('.vcp-part-'))).toHaveLength(1);
  expect(candidates.counts().pending).toBeGreaterThan(0);
  expect(existsSync(leasePath(candidates.path))).toBe(false);

  server.clearRules();
  server.forgetRequests();
  const second = await run.download(candidates);
  expect(second).toMatchObject({ interrupted: false, failures: [] });
  expect(second.files + second.alreadyThere).toBe(bodies.size);
  expect(filesBelow(run.outdir)).toEqual(new Map([...bodies].sort()));
  const large = server.requests.filter(
    ({ path, status }) => path === '/large.bin' && status === 206,
  );
  expect(large.length).toBeLessThan(5);
});

test('what is left of a large file is taken up by another query, too', async () => {
  await using run = await testDownload();
  server.objects.set('/f.bin', { body: LARGE });
  const url = `${server.url}/f.bin`;
  server.addRule({
    match: ({ headers }) => headers.range?.startsWith('bytes=49152-') ?? false,
    fault: { kind: 'status', status: 500 },
  });
  const first = await run.collect(candidate(url));
  expect((await run.download(first)).failures).toMatchObject([{ code: 'ERR_SERVER' }]);
  server.clearRules();
  server.forgetRequests();
  const second = await run.collect(candidate(url, { size: LARGE.length }));
  expect(await run.download(second)).toMatchObject({ files: 1, failures: [] });
  expect(server.bytesServed).toBeLessThan(LARGE.length / 2);
  expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', LARGE]]));
});

test('what is left of another version is thrown away', async () => {
  await using run = await testDownload();
  server.objects.set('/f.bin', { body: LARGE });
  server.addRule({
    match: ({ headers }) => headers.range?.startsWith('bytes=49152-') ?? false,
    fault: { kind: 'status', status: 500 },
  });
  const candidates = await run.collect(candidate(`${server.url}/f.bin`));
  await run.download(candidates);
  expect(readdirSync(run.outdir)).toHaveLength(1);
  const newer = testBytes(LARGE.length, 5);
  server.objects.set('/f.bin', { body: newer });
  server.clearRules();
  expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
  expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', newer]]));
});

test('whatever chunks are there, resuming gives the same file and fetches no more than is missing', async () => {
  const chunks = Math.ceil(LARGE.length / CHUNK);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: chunks, maxLength: chunks }),
      async (done) => {
        await using run = await testDownload();
        server.objects.set('/f.bin', { body: LARGE });
        server.forgetRequests();
        const url = `${server.url}/f.bin`;
        const identity = {
          source: url,
          etag: etagOf(LARGE),
          lastModified: null,
          size: LARGE.length,
        };
        mkdirSync(run.outdir);
        const path = sharedPartPath(join(run.outdir, 'f.bin'), identity);
        const part = await openPart(nodeFileSystem, path, identity, CHUNK);
        const there = done.flatMap((isDone, chunk) => (isDone ? [chunk] : []));
        for (const chunk of there)
          part.write(LARGE.subarray(chunk * CHUNK, (chunk + 1) * CHUNK), chunk * CHUNK);
        await part.commit(there);
        part.close();

        const candidates = await run.collect(
          candidate(url, { size: LARGE.length, checksum: sha256(LARGE) }),
        );
        expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
        expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', LARGE]]));
        const missing = done.filter((isDone) => !isDone).length;
        expect(server.bytesServed).toBeLessThanOrEqual(missing * CHUNK + 1);
      },
    ),
    { numRuns: 40 },
  );
});

test.each([
  ['cut in its ledger', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['with a flipped bit in its ledger', (bytes: Buffer) => flipped(bytes, LARGE.length + 20)],
  ['empty', () => Buffer.alloc(0)],
  ['with more than its ledger', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
])('an unfinished file that is %s does no harm', async (_, damage) => {
  await using run = await testDownload();
  server.objects.set('/f.bin', { body: LARGE });
  const url = `${server.url}/f.bin`;
  const identity = { source: url, etag: etagOf(LARGE), lastModified: null, size: LARGE.length };
  mkdirSync(run.outdir);
  const path = sharedPartPath(join(run.outdir, 'f.bin'), identity);
  const part = await openPart(nodeFileSystem, path, identity, CHUNK);
  part.close();
  writeFileSync(path, damage(readFileSync(path)));
  const candidates = await run.collect(candidate(url, { checksum: sha256(LARGE) }));
  expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
  expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', LARGE]]));
});

test('a file that was killed between the last byte and its name only gets its name', async () => {
  await using run = await testDownload();
  server.objects.set('/f.bin', { body: LARGE });
  const url = `${server.url}/f.bin`;
  const identity = { source: url, etag: etagOf(LARGE), lastModified: null, size: LARGE.length };
  mkdirSync(run.outdir);
  writeFileSync(sharedPartPath(join(run.outdir, 'f.bin'), identity), LARGE);
  const candidates = await run.collect(
    candidate(url, { size: LARGE.length, checksum: sha256(LARGE) }),
  );
  expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
  expect(server.bytesServed).toBeLessThanOrEqual(1);
  expect(filesBelow(run.outdir)).toEqual(new Map([['f.bin', LARGE]]));
});

/** A disk on which one call fails from the `from`-th time on. */
function failing(
  call: 'write' | 'sync' | 'rename' | 'open' | 'syncData',
  code: string,
  from: number,
) {
  let calls = 0;
  let isBroken = true;
  const fail = () => {
    calls += 1;
    if (isBroken && calls >= from) throw Object.assign(new Error(code), { code });
  };
  const fs: FileSystem = {
    ...nodeFileSystem,
    [call]: (...args: readonly unknown[]) => {
      fail();
      return Reflect.apply(nodeFileSystem[call], nodeFileSystem, args);
    },
  };
  return {
    fs,
    repair: () => {
      isBroken = false;
    },
  };
}

test.each([
  ['write', 'ENOSPC', 'ERR_DISK_FULL', 1],
  ['write', 'EDQUOT', 'ERR_DISK_FULL', 6],
  ['sync', 'ENOSPC', 'ERR_DISK_FULL', 2],
  ['syncData', 'ENOSPC', 'ERR_DISK_FULL', 2],
  ['rename', 'ENOSPC', 'ERR_DISK_FULL', 2],
  ['open', 'EROFS', 'ERR_FILE_SYSTEM', 3],
] as const)(
  'a disk whose %s fails with %s ends the run cleanly, and the next one finishes',
  async (...args) => {
    const [call, errno, code, from] = args;
    const disk = failing(call, errno, from);
    await using run = await testDownload({ fs: disk.fs });
    const bodies = new Map([['large.bin', LARGE]]);
    for (let i = 0; i < 20; i += 1) bodies.set(`s${i}`, testBytes(1_000, i));
    for (const [name, body] of bodies) server.objects.set(`/${name}`, { body });
    const candidates = await run.collect(
      ...[...bodies.keys()].map((name) => candidate(`${server.url}/${name}`)),
    );
    const first = await run.download(candidates, { files: 2 });
    expect(first.stopped?.code).toBe(code);
    expect(first.interrupted).toBe(false);
    expect(first.failureCount).toBeLessThan(5);
    expect(run.events.filter(({ type }) => type === 'retry')).toEqual([]);
    for (const [name, content] of filesBelow(run.outdir))
      if (!name.includes('.vcp-part-')) expect(content).toEqual(bodies.get(name));

    disk.repair();
    const second = await run.download(candidates);
    expect(second).toMatchObject({ failures: [], stopped: null });
    expect(filesBelow(run.outdir)).toEqual(new Map([...bodies].sort()));
  },
);

test('an error of the disk for one file is its own, with its errno', async () => {
  await using run = await testDownload({
    fs: {
      ...nodeFileSystem,
      rename(from, to) {
        if (to.endsWith('/bad')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        nodeFileSystem.rename(from, to);
      },
    },
  });
  for (const name of ['good', 'bad']) server.objects.set(`/${name}`, { body: LARGE });
  const candidates = await run.collect(
    ...['good', 'bad'].map((name) => candidate(`${server.url}/${name}`)),
  );
  const summary = await run.download(candidates);
  expect(summary).toMatchObject({ files: 1, stopped: null });
  expect(summary.failures).toMatchObject([
    { path: 'bad', code: 'ERR_FILE_SYSTEM', message: expect.stringContaining('EIO') },
  ]);
});

test('a target that vanishes ends the run', async () => {
  await using run = await testDownload();
  for (let i = 0; i < 40; i += 1) server.objects.set(`/${i}`, { body: LARGE });
  const candidates = await run.collect(
    ...Array.from({ length: 40 }, (_, i) => candidate(`${server.url}/${i}`)),
  );
  const onEvent = (event: { type: string }) => {
    if (event.type === 'file-done') rmSync(run.outdir, { recursive: true, force: true });
  };
  const summary = await run.download(candidates, { onEvent, files: 1 });
  expect(summary.stopped?.code).toBe('ERR_FILE_SYSTEM');
});

test('a second process on the same download is told so', async () => {
  await using run = await testDownload();
  const candidates = await run.collect(candidate(`${server.url}/x`));
  const lease = requireLease(leasePath(candidates.path), 'it');
  await expect(run.download(candidates)).rejects.toMatchObject({ code: 'ERR_CONFLICT' });
  lease.release();
});

test('two downloads of the same files into one folder both end well', async () => {
  await using one = await testDownload({
    sleep: (ms) => new Promise((done) => setTimeout(done, ms / 20)),
  });
  const bodies = new Map([['large.bin', LARGE]]);
  for (let i = 0; i < 20; i += 1) bodies.set(`s${i}`, testBytes(1_000, i));
  for (const [name, body] of bodies) server.objects.set(`/${name}`, { body });
  server.addRule({ fault: { kind: 'late', ms: 15 } });
  const inputs = [...bodies].map(([name, body]) =>
    candidate(`${server.url}/${name}`, { checksum: sha256(body) }),
  );
  const [first, second] = [await one.collect(...inputs), await one.collect(...inputs)];
  const summaries = await Promise.all([one.download(first), one.download(second)]);
  for (const summary of summaries) {
    expect(summary.failures).toEqual([]);
    expect(summary.files + summary.alreadyThere).toBe(bodies.size);
  }
  expect(filesBelow(one.outdir)).toEqual(new Map([...bodies].sort()));
  expect(one.events.some(({ type }) => type === 'waiting')).toBe(true);
  const ranges = server.requests.filter(
    ({ path, status }) => path === '/large.bin' && status === 206,
  );
  expect(new Set(ranges.map(({ headers }) => headers.range)).size).toBe(ranges.length);
});

test('the disk of the tests fails as a disk does', () => {
  const { fs } = failing('write', 'ENOSPC', 1);
  expect(() => fs.write(0, Buffer.alloc(0), 0)).toThrow(
    expect.toSatisfy((error) => errnoOf(error) === 'ENOSPC'),
  );
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
}
