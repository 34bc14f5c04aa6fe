import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeBucket,
  putObjects,
  type RunningPlatform,
  runVcp,
  startPlatform,
  startS3,
  temporaryFolder,
} from '@vcp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const TOKEN = 'token-of-the-platform';
const BUCKET = 'data-commands';
const MIB = 1024 * 1024;

/** Datasets in S3: the objects of each by their key below its own prefix. */
const DATASETS = {
  single: { 'cells.bin': randomBytes(300_000) },
  large: { 'large.bin': randomBytes(20 * MIB) },
  store: { 'image.zarr/.zattrs': Buffer.from('{}'), 'image.zarr/0/0.0': randomBytes(5000) },
} as const;

let s3: Awaited<ReturnType<typeof startS3>>;
let platform: RunningPlatform;
beforeAll(async () => {
  s3 = await startS3();
  await makeBucket(s3, BUCKET);
  for (const [name, objects] of Object.entries(DATASETS)) {
    const keyed = Object.entries(objects).map(([key, content]) => [`${name}/${key}`, content]);
    await putObjects(s3, BUCKET, Object.fromEntries(keyed));
  }
  const env = {
    AWS_ACCESS_KEY_ID: s3.accessKey,
    AWS_SECRET_ACCESS_KEY: s3.secretKey,
    AWS_REGION: s3.region,
    VCP_PLATFORM_TOKEN: TOKEN,
  };
  platform = await startPlatform(['--s3-endpoint', s3.endpoint], env);
  await using folder = await temporaryFolder('croissant');
  const file = join(folder.path, 'datasets.jsonl');
  const names = ['single', 'large', 'store'] as const;
  const documents = names.map((name) => `${JSON.stringify(croissant(name))}\n`);
  await writeFile(file, documents.join(''));
  const words = ['platform', 'import', file, '--data-dir', platform.dataDir];
  expect(await runVcp(words, { env })).toMatchObject({ exitCode: 0 });
});
afterAll(() => platform?.stop());

function croissant(name: keyof typeof DATASETS): unknown {
  const paths = name === 'store' ? ['image.zarr/'] : Object.keys(DATASETS[name]);
  return {
    '@context': { '@vocab': 'https://schema.org/', sc: 'https://schema.org/' },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: `objects ${name}`,
    description: `The ${name} dataset`,
    url: `https://example.org/datasets/${name}`,
    version: '1.0.0',
    distribution: paths.map((path) => ({
      '@type': 'cr:FileObject',
      '@id': path,
      name: path,
      contentUrl: `s3://${BUCKET}/${name}/${path}`,
      encodingFormat: 'application/octet-stream',
    })),
  };
}

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** SHA-256 of each file below a folder, by relative path. */
async function digests(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: Record<string, string> = {};
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length + 1)] = sha256(await readFile(path));
  }
  return found;
}

function expected(...names: readonly (keyof typeof DATASETS)[]): Readonly<Record<string, string>> {
  const objects = names.flatMap((name) => Object.entries<Uint8Array>(DATASETS[name]));
  return Object.fromEntries(objects.map(([path, content]) => [path, sha256(content)]));
}

test('signed in, objects and folders of S3 are fetched with keys of their dataset, verified', async () => {
  await using home = await temporaryFolder('home');
  const outdir = join(home.path, 'out');
  const words = ['data', 'search', 'objects', '--download', '--yes', '--outdir', outdir];
  const options = { home: home.path, env: { VCP_PLATFORM: platform.url, VCP_TOKEN: TOKEN } };
  const first = await runVcp([...words, '--json'], options);
  expect(first.exitCode).toBe(0);
  const { verified, files } = JSON.parse(first.stdout);
  expect(files).toBe(4);
  expect(verified).not.toHaveProperty('length');
  expect(await digests(outdir)).toEqual(expected('single', 'large', 'store'));
  const second = await runVcp(words, options);
  expect(second.stdout).toMatch(/^Nothing to do: 4 files there already/);
});

test('one dataset by its id', async () => {
  await using home = await temporaryFolder('home');
  const env = { VCP_PLATFORM: platform.url, VCP_TOKEN: TOKEN };
  const search = await runVcp(['data', 'search', 'objects store', '--exact', '--jsonl'], { env });
  const { id } = JSON.parse(search.stdout);
  const outdir = join(home.path, 'out');
  const words = ['data', 'download', '--id', id, '--yes', '--outdir', outdir];
  expect((await runVcp(words, { home: home.path, env })).exitCode).toBe(0);
  expect(await digests(outdir)).toEqual(expected('store'));
});

test('no key and no token is left anywhere on disk, or was printed', async () => {
  await using home = await temporaryFolder('home');
  const outdir = join(home.path, 'out');
  const words = ['data', 'search', 'objects single', '--download', '--yes', '--outdir', outdir];
  const options = { home: home.path, env: { VCP_PLATFORM: platform.url, VCP_TOKEN: TOKEN } };
  const { stdout, stderr } = await runVcp([...words, '--debug'], options);
  const kept = await readdir(join(home.path, '.vcp'), { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    kept
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  );
  expect(texts.length).toBeGreaterThan(0);
  for (const text of [stdout, stderr, ...texts]) {
    expect(text).not.toContain(TOKEN);
    expect(text).not.toMatch(/session_token|X-Amz-Signature=[^*]/i);
  }
});

test('signed out, public S3 data comes with the keys of its record', async () => {
  await using home = await temporaryFolder('home');
  const outdir = join(home.path, 'out');
  const words = ['data', 'search', 'objects single', '--download', '--yes', '--outdir', outdir];
  const options = { home: home.path, env: { VCP_PLATFORM: platform.url } };
  const { exitCode, stderr } = await runVcp(words, options);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(await digests(outdir)).toEqual(expected('single'));
});
