import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type FaultServer, startFaultServer } from '@vcp/testing/fault-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeFileSystem } from './file-system.ts';
import { candidate, filesBelow, sha256, testBytes, testDownload } from './test-download.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer({ s3: true });
});
afterEach(() => server.stop());

const BODY = testBytes(3_000, 1);
const OTHER = testBytes(3_000, 2);
const s3 = () => ({ s3: { endpointUrl: server.url, region: null, unsignedBuckets: ['bucket'] } });

describe('a clash is found before the first byte', () => {
  const clash = async (urls: readonly string[], layout: 'flat' | 'dataset' = 'flat') => {
    await using run = await testDownload();
    const candidates = await run.collect(
      ...urls.map((url) => candidate(server.url + url, { datasetId: 'one' })),
    );
    const plan = await run.plan(candidates, { layout });
    const download = run.download(candidates, { layout });
    await expect(download).rejects.toMatchObject({ code: 'ERR_PATH_CLASH' });
    expect(server.requests).toEqual([]);
    expect(plan.clashCount).toBe(1);
    return plan.clashes;
  };

  test('between equal names', async () => {
    const [found] = await clash(['/a/x.h5ad', '/b/x.h5ad']);
    expect(found).toEqual({
      path: 'x.h5ad',
      urls: [`${server.url}/a/x.h5ad`, `${server.url}/b/x.h5ad`],
    });
  });
  test('between names that differ in case', () => clash(['/a/X.h5ad', '/b/x.H5ad']));
  test('between Unicode forms of a name', () => clash(['/a/%C3%A9', '/b/e%CC%81']));
  test('also in a folder for each dataset', () => clash(['/a/x', '/b/x'], 'dataset'));
});

test('a folder for each dataset is the way out of a clash', async () => {
  server.objects.set('/a/x', { body: BODY });
  server.objects.set('/b/x', { body: OTHER });
  await using run = await testDownload();
  const candidates = await run.collect(
    candidate(`${server.url}/a/x`, { datasetId: 'one' }),
    candidate(`${server.url}/b/x`, { datasetId: 'two' }),
  );
  const flat = run.download(candidates);
  await expect(flat).rejects.toMatchObject({ hint: expect.stringContaining('--layout dataset') });
  await run.download(candidates, { layout: 'dataset' });
  expect(filesBelow(run.outdir)).toEqual(
    new Map([
      ['one/x', BODY],
      ['two/x', OTHER],
    ]),
  );
});

test('one link named twice, and two links to one checksum, are no clash', async () => {
  server.objects.set('/a/x', { body: BODY });
  server.objects.set('/b/x', { body: BODY });
  await using run = await testDownload();
  const checksum = sha256(BODY);
  const candidates = await run.collect(
    candidate(`${server.url}/a/x`, { datasetId: 'one', checksum }),
    candidate(`${server.url}/a/x`, { datasetId: 'two', checksum }),
    candidate(`${server.url}/b/x`, { datasetId: 'two', checksum }),
  );
  const summary = await run.download(candidates);
  expect(summary).toMatchObject({ files: 1, alreadyThere: 2, failures: [] });
});

test('names that the filter leaves out do not clash', async () => {
  server.objects.set('/a/x.H5AD', { body: BODY });
  await using run = await testDownload();
  const candidates = await run.collect(
    ...['/a/x.H5AD', '/a/y.csv', '/b/y.csv', '/c/none', '/d/z.tar.gz'].map((path) =>
      candidate(server.url + path),
    ),
  );
  const summary = await run.download(candidates, { extensions: ['.h5ad'] });
  expect(summary).toMatchObject({ files: 1, failures: [] });
  expect([...filesBelow(run.outdir).keys()]).toEqual(['x.H5AD']);
});

test.each([
  ['a file and what lies under it', ['a', 'a-b', 'a/b']],
  ['case', ['Aa/b', 'aA/b']],
  ['Unicode form', ['\u00e9', 'e\u0301']],
])('inside a folder, a clash by %s is found before the first byte', async (_, keys) => {
  for (const key of keys) server.objects.set(`/bucket/i.zarr/${key}`, { body: BODY });
  await using run = await testDownload();
  const download = run.download(await run.collect(candidate('s3://bucket/i.zarr/')), s3());
  await expect(download).rejects.toMatchObject({ code: 'ERR_PATH_CLASH' });
  expect(server.requests.every(({ query }) => query.has('list-type'))).toBe(true);
});

test('two folders of one name clash, even when their files do not', async () => {
  server.objects.set('/bucket/1/i.zarr/x', { body: BODY });
  server.objects.set('/bucket/2/i.zarr/y', { body: BODY });
  await using run = await testDownload();
  const candidates = await run.collect(
    candidate('s3://bucket/1/i.zarr/'),
    candidate('s3://bucket/2/i.zarr'),
  );
  await expect(run.download(candidates, s3())).rejects.toMatchObject({ code: 'ERR_PATH_CLASH' });
});

test.each([
  '..',
  '.',
  '%2e%2e%2fevil',
  'a%00b',
  'a%0ab',
  'a%1b%5b2Jb',
  'con',
  'x.vcp-part-0123456789abcdef',
  'a%5cb',
])('the name %s is refused for itself, and the others come', async (name) => {
  server.objects.set('/good', { body: BODY });
  await using run = await testDownload();
  const candidates = await run.collect(
    candidate(`${server.url}/x/${name}`),
    candidate(`${server.url}/good`),
  );
  const summary = await run.download(candidates);
  expect(summary).toMatchObject({ files: 1, failureCount: 1 });
  expect(summary.failures).toMatchObject([{ code: 'ERR_UNSAFE_PATH', path: null }]);
  expect(filesBelow(run.outdir)).toEqual(new Map([['good', BODY]]));
});

test('an id that is no folder name is refused in the layout that needs it', async () => {
  server.objects.set('/x', { body: BODY });
  await using run = await testDownload();
  const candidates = await run.collect(candidate(`${server.url}/x`, { datasetId: '../up' }));
  const summary = await run.download(candidates, { layout: 'dataset' });
  expect(summary.failures).toMatchObject([{ code: 'ERR_UNSAFE_PATH' }]);
  expect(existsSync(join(run.outdir, '..', 'up'))).toBe(false);
});

test('a link below the target is not followed', async () => {
  server.objects.set('/bucket/i.zarr/sub/x', { body: BODY });
  await using run = await testDownload();
  const outside = join(run.outdir, '..', 'outside');
  mkdirSync(outside, { recursive: true });
  mkdirSync(join(run.outdir, 'i.zarr'), { recursive: true });
  symlinkSync(outside, join(run.outdir, 'i.zarr', 'sub'));
  const summary = await run.download(await run.collect(candidate('s3://bucket/i.zarr/')), s3());
  expect(summary.failures).toMatchObject([{ code: 'ERR_UNSAFE_PATH' }]);
  expect(readdirSync(outside)).toEqual([]);
});

test('a folder that becomes a link during the download is not followed', async () => {
  server.objects.set('/bucket/i.zarr/x', { body: BODY });
  await using run = await testDownload({
    fs: {
      ...nodeFileSystem,
      sync: async (fd) => {
        if (!existsSync(join(run.outdir, 'moved')) && existsSync(join(run.outdir, 'i.zarr'))) {
          execFileSync('mv', [join(run.outdir, 'i.zarr'), join(run.outdir, 'moved')]);
          symlinkSync(join(run.outdir, 'moved'), join(run.outdir, 'i.zarr'));
        }
        await nodeFileSystem.sync(fd);
      },
    },
  });
  const summary = await run.download(await run.collect(candidate('s3://bucket/i.zarr/')), s3());
  expect(summary.failures).toMatchObject([{ code: 'ERR_UNSAFE_PATH' }]);
  expect(existsSync(join(run.outdir, 'moved', 'x'))).toBe(false);
});

test('the outdir itself may be a link', async () => {
  server.objects.set('/x', { body: BODY });
  await using run = await testDownload();
  const real = join(run.outdir, '..', 'real');
  mkdirSync(real);
  symlinkSync(real, run.outdir);
  expect(await run.download(await run.collect(candidate(`${server.url}/x`)))).toMatchObject({
    files: 1,
  });
  expect(readdirSync(real)).toEqual(['x']);
});

test.each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a link to a file', (path: string) => symlinkSync('/etc/hostname', path)],
  ['a dangling link', (path: string) => symlinkSync('nowhere', path)],
  ['a named pipe', (path: string) => execFileSync('mkfifo', [path])],
])('%s at the final name is left alone', async (_, plant) => {
  server.objects.set('/x', { body: BODY });
  await using run = await testDownload();
  mkdirSync(run.outdir);
  plant(join(run.outdir, 'x'));
  const before = lstatSync(join(run.outdir, 'x'));
  const candidates = await run.collect(candidate(`${server.url}/x`));
  for (const existing of ['resume', 'overwrite', 'skip'] as const) {
    const summary = await run.download(candidates, { existing });
    expect(summary.failures).toMatchObject([{ code: 'ERR_FILE_EXISTS' }]);
  }
  const after = lstatSync(join(run.outdir, 'x'));
  expect([after.ino, after.mode]).toEqual([before.ino, before.mode]);
  expect(server.requests).toEqual([]);
});

describe('a file that is already there', () => {
  const withFile = async (content: Buffer, known: { checksum?: boolean; size?: boolean }) => {
    server.objects.set('/x', { body: BODY, etag: '"version"' });
    const run = await testDownload();
    mkdirSync(run.outdir);
    writeFileSync(join(run.outdir, 'x'), content);
    const candidates = await run.collect(
      candidate(`${server.url}/x`, {
        ...(known.checksum ? { checksum: sha256(BODY) } : {}),
        ...(known.size ? { size: BODY.length } : {}),
      }),
    );
    return { run, candidates, file: join(run.outdir, 'x') };
  };

  test.each([
    ['checksum', { checksum: true }, 'sha256'],
    ['size', { size: true }, 'length'],
    ['nothing', {}, 'length'],
  ] as const)('is kept when it is the right one, knowing its %s', async (_, known, verified) => {
    const { run, candidates } = await withFile(BODY, known);
    await using _run = run;
    const summary = await run.download(candidates);
    expect(summary).toMatchObject({ files: 0, alreadyThere: 1, verified: { [verified]: 1 } });
    expect(candidates.counts().pending).toBe(0);
  });

  test.each([
    ['other bytes', OTHER, { checksum: true }],
    ['fewer bytes', BODY.subarray(1), { size: true }],
    ['fewer bytes', BODY.subarray(1), {}],
  ] as const)('with %s is reported and stays, unless it may be overwritten', async (...args) => {
    const [, content, known] = args;
    const { run, candidates, file } = await withFile(content, known);
    await using _run = run;
    const summary = await run.download(candidates);
    expect(summary.failures).toMatchObject([{ code: 'ERR_FILE_EXISTS' }]);
    expect(readFileSync(file)).toEqual(content);
    expect(await run.download(candidates, { existing: 'skip' })).toMatchObject({
      skipped: 1,
      failures: [],
    });
    linkSync(file, `${file}.link`);
    expect(await run.download(candidates, { existing: 'overwrite' })).toMatchObject({ files: 1 });
    expect(readFileSync(file)).toEqual(BODY);
    expect(readFileSync(`${file}.link`)).toEqual(content);
  });

  test('but was changed after the download is seen, not trusted to the database', async () => {
    server.objects.set('/x', { body: BODY });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/x`, { checksum: sha256(BODY) }));
    await run.download(candidates);
    const file = join(run.outdir, 'x');

    const past = new Date('2020-01-01');
    utimesSync(file, past, past);
    expect(await run.download(candidates)).toMatchObject({ alreadyThere: 1, failures: [] });

    writeFileSync(file, OTHER);
    const changed = await run.download(candidates);
    expect(changed.failures).toMatchObject([{ code: 'ERR_FILE_EXISTS' }]);
    expect(candidates.counts().pending).toBe(1);

    rmSync(file);
    expect(await run.download(candidates)).toMatchObject({ files: 1, failures: [] });
    expect(candidates.counts().pending).toBe(0);
  });

  test('in one folder is fetched again for another', async () => {
    server.objects.set('/x', { body: BODY });
    await using run = await testDownload();
    const candidates = await run.collect(candidate(`${server.url}/x`));
    await run.download(candidates);
    const outdir = join(run.outdir, 'deeper');
    expect(await run.plan(candidates, { outdir })).toMatchObject({ files: 1, alreadyThere: 0 });
    expect(await run.download(candidates, { outdir })).toMatchObject({ files: 1 });
    expect(readFileSync(join(outdir, 'x'))).toEqual(BODY);
  });
});

test('a plan counts without fetching', async () => {
  server.objects.set('/bucket/i.zarr/x', { body: BODY });
  server.objects.set('/bucket/i.zarr/y', { body: OTHER });
  await using run = await testDownload();
  mkdirSync(run.outdir);
  writeFileSync(join(run.outdir, 'there'), BODY);
  const candidates = await run.collect(
    candidate('s3://bucket/i.zarr/'),
    candidate('s3://bucket/none.zarr/'),
    candidate(`${server.url}/there`, { size: BODY.length }),
    candidate(`${server.url}/unknown`),
    candidate(`${server.url}/known`, { size: 500 }),
    candidate('ftp://example.org/x'),
  );
  const plan = await run.plan(candidates, s3());
  expect(plan).toMatchObject({
    files: 4,
    bytes: 6_500,
    unknownSizes: 1,
    alreadyThere: 1,
    skipped: 0,
    clashCount: 0,
    failureCount: 2,
  });
  expect(plan.freeSpace).toBeGreaterThan(0);
  expect(server.requests.every(({ query }) => query.has('list-type'))).toBe(true);
  expect(readdirSync(run.outdir)).toEqual(['there']);
});
