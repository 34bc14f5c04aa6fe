import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningPlatform, startPlatform } from '@vcp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OriginalClient, originalClient } from './original-client.ts';
import { type CatalogItem, readItems, readRecord } from './platform-answers.ts';

let platform: RunningPlatform;
let client: OriginalClient;
let items: readonly CatalogItem[];

beforeAll(async () => {
  platform = await startPlatform(['--example']);
  client = await originalClient({ dataUrl: platform.dataUrl });
  // The original cannot fetch a folder over http.
  items = (await readItems(platform, '* AND latest_version:true')).filter(({ locations }) =>
    locations.every(({ url }) => !url.endsWith('/')),
  );
});
afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await platform?.stop();
});

/** The sha256 that the catalog promises for each file of these datasets, by file name. */
async function promised(ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const id of ids) {
    const { md } = await readRecord(platform, id);
    for (const { contentUrl, sha256 } of md.distribution) {
      digests[contentUrl.split('/').at(-1) ?? ''] = sha256 ?? 'no digest';
    }
  }
  return digests;
}

async function fetched(folder: string): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const name of await readdir(folder)) {
    digests[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  }
  return digests;
}

test('download --id fetches every file of a dataset, byte by byte as promised', async () => {
  const dataset = items.find(({ locations }) => locations.length > 1);
  if (dataset === undefined) throw new Error('no dataset has several files');
  const outdir = join(client.home, 'one');
  const args = ['data', 'download', '--id', dataset.internal_id, '--outdir', outdir];
  const { exitCode, stdout } = await client.run(args, 'y\n');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Total download size: [\d.]+ \w+ \(\d+ files\)/);
  expect(await fetched(outdir)).toEqual(await promised([dataset.internal_id]));
});

test('download --id with an extension fetches only such files', async () => {
  const dataset = items.find(({ locations }) => locations.length > 1);
  if (dataset === undefined) throw new Error('no dataset has several files');
  const outdir = join(client.home, 'csv');
  const args = ['data', 'download', '--id', dataset.internal_id, '--extension', 'csv'];
  const { exitCode, stdout } = await client.run([...args, '--outdir', outdir], 'y\n');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Filtered to 1 of');
  expect(Object.keys(await fetched(outdir))).toEqual([expect.stringMatching(/\.csv$/)]);
});

test('search --download fetches every file of all that matches, and then has nothing to do', async () => {
  const outdir = join(client.home, 'all');
  const term = '* AND NOT name:zarr';
  const args = ['data', 'search', term, '--download', '--outdir', outdir];
  const { exitCode, stdout } = await client.run(args, 'y\n');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Download from candidates database completed');
  expect(stdout).not.toContain('Failed to download');
  expect(await fetched(outdir)).toEqual(await promised(items.map((item) => item.internal_id)));

  const again = await client.run(args, 'y\n');
  expect(again.stdout).toContain('All candidates already downloaded');
});

test('download --query is the same as search --download', async () => {
  const outdir = join(client.home, 'query');
  const args = ['data', 'download', '--query', 'cell_type:"B cell" AND NOT name:zarr'];
  const { exitCode } = await client.run([...args, '--outdir', outdir], 'y\n');
  expect(exitCode).toBe(0);
  const found = await readItems(
    platform,
    'cell_type:"B cell" AND NOT name:zarr AND latest_version:true',
  );
  expect(await fetched(outdir)).toEqual(await promised(found.map((item) => item.internal_id)));
});
