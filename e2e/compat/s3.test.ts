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
import { type OriginalClient, originalClient } from './original-client.ts';
import { readItems } from './platform-answers.ts';

const TOKEN = 'compat-token-for-the-platform';
const BUCKET = 'compat-datasets';

/** Datasets in S3: the objects of each by key below its own prefix. */
const DATASETS = {
  single: { 'cells.bin': randomBytes(300_000) },
  several: { 'a.csv': 'gene,count\nCD3E,1\n', 'b.bin': randomBytes(20 * 1024 * 1024) },
  store: { 'image.zarr/.zattrs': '{}', 'image.zarr/0/0.0': randomBytes(5000) },
  private: { 'secret.bin': randomBytes(1000) },
} as const;

let s3Endpoint: string;
let platform: RunningPlatform;
let client: OriginalClient;

beforeAll(async () => {
  const s3 = await startS3();
  s3Endpoint = s3.endpoint;
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
  await importDocuments(platform, env);
  client = await originalClient({ dataUrl: platform.dataUrl, token: TOKEN, s3Endpoint });
});
afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await platform?.stop();
});

/** Adds the datasets by their Croissant documents, while the platform runs. */
async function importDocuments(
  { dataDir }: RunningPlatform,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await using folder = await temporaryFolder('croissant');
  const file = join(folder.path, 'datasets.jsonl');
  const documents = Object.entries(DATASETS).map(([name, objects]) => {
    const document = croissant(name, name === 'store' ? ['image.zarr'] : Object.keys(objects));
    return name === 'private' ? restricted(name, document) : document;
  });
  await writeFile(file, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const imported = await runVcp(['platform', 'import', file, '--data-dir', dataDir], { env });
  expect(imported).toMatchObject({ exitCode: 0 });
}

function croissant(name: string, paths: readonly string[]): unknown {
  return {
    '@context': { '@vocab': 'https://schema.org/', sc: 'https://schema.org/' },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: `compat ${name}`,
    description: `The ${name} dataset of the compatibility tests`,
    url: `https://example.org/datasets/${name}`,
    version: '1.0.0',
    license: 'https://creativecommons.org/licenses/by/4.0/',
    distribution: paths.map((path) => ({
      '@type': 'cr:FileObject',
      '@id': path,
      name: path,
      contentUrl: `s3://${BUCKET}/${name}/${path}`,
      encodingFormat: 'application/octet-stream',
    })),
  };
}

/** As a record of the data API, which can say who may see a dataset. */
function restricted(name: string, md: unknown): unknown {
  return {
    internal_id: '7b0c1fd2-3f8e-4d2a-9a51-0f6f4b1c2d3e',
    external_id: name,
    label: `compat ${name}`,
    type: 'dataset',
    scopes: ['members'],
    md,
  };
}

async function idOf(name: string): Promise<string> {
  const [found] = await readItems(platform, `name:"compat ${name}"`);
  if (found === undefined) throw new Error(`the catalog does not have compat ${name}`);
  return found.internal_id;
}

/** SHA-256 of each file below a folder, by relative path. */
async function fetched(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const digests: Record<string, string> = {};
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    digests[path.slice(folder.length + 1)] = sha256(await readFile(path));
  }
  return digests;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What should lie in the folder when these datasets were fetched. */
function digestsOf(...names: readonly (keyof typeof DATASETS)[]): Readonly<Record<string, string>> {
  const objects = names.flatMap((name) => Object.entries<string | Uint8Array>(DATASETS[name]));
  return Object.fromEntries(objects.map(([path, content]) => [path, sha256(content)]));
}

test('download --id fetches s3 files with keys that the platform hands out', async () => {
  const outdir = join(client.home, 'several');
  const args = ['data', 'download', '--id', await idOf('several'), '--outdir', outdir];
  const { exitCode, stdout } = await client.run(args, 'y\n');
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  expect(await fetched(outdir)).toEqual(digestsOf('several'));
});

test('download --id fetches a zarr store from s3', async () => {
  const outdir = join(client.home, 'store');
  const args = ['data', 'download', '--id', await idOf('store'), '--outdir', outdir];
  await client.run(args, 'y\n');
  expect(await fetched(outdir)).toEqual(digestsOf('store'));
});

test('search --download fetches the s3 files of all that matches', async () => {
  const outdir = join(client.home, 'all');
  const args = ['data', 'search', 'name:compat', '--download', '--outdir', outdir];
  const { exitCode, stdout } = await client.run(args, 'y\n');
  expect(exitCode).toBe(0);
  expect(stdout).not.toContain('Failed to download');
  expect(await fetched(outdir)).toEqual(digestsOf('single', 'several', 'store', 'private'));
});

test('who is not signed in fetches what is public, and does not see the rest', async () => {
  await using stranger = await originalClient({ dataUrl: platform.dataUrl, s3Endpoint });
  const outdir = join(stranger.home, 'public');
  const args = ['data', 'search', 'name:compat', '--download', '--outdir', outdir];
  const { stdout } = await stranger.run(args, 'y\n');
  expect(stdout).not.toContain('private');
  expect(await fetched(outdir)).toEqual(digestsOf('single', 'several', 'store'));
});
