import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runVcp, temporaryFolder } from '@vcp/testing';
import {
  FULL_CREDENTIALS,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, beforeAll, expect, test } from 'vitest';

const TOKEN = 'scripted-token';
const preview = {
  dataset_id: 'an-id',
  neuroglancer_url: 'https://viewer.example/#!{"a":"$(touch pwned)"}',
  zarr_files: ['a'],
  dataset_label: 'Images',
};
const dataset = scriptedDataset(1, [{ url: 's3://bucket/a.h5ad', size: 10 }], {
  preview,
  credentials: FULL_CREDENTIALS,
});

let server: ScriptedPlatform;
beforeAll(async () => {
  server = await startScriptedPlatform({ datasets: [dataset], token: TOKEN });
});
afterAll(() => server.stop());

const data = (words: readonly string[], options: Parameters<typeof runVcp>[1] = {}) =>
  runVcp(['data', ...words], { ...options, env: { VCP_PLATFORM: server.url, ...options.env } });

test('describe shows tables, and JSON without credentials', async () => {
  const tables = await data(['describe', dataset.id]);
  expect(tables).toMatchObject({ exitCode: 0, stderr: '' });
  expect(tables.stdout).toContain('s3://bucket/a.h5ad');
  const raw = await data(['describe', dataset.id, '--raw']);
  expect(JSON.parse(raw.stdout)).toMatchObject({ internal_id: dataset.id });
  expect(raw.stdout).not.toContain('credentials');
  expect((await data(['describe', 'short'])).exitCode).toBe(1);
});

test('summary counts, as a table and as JSON', async () => {
  expect((await data(['summary', 'tissue'])).stdout).toMatch(
    /^tissue +Count\nbrain +1\nblood +1\n$/,
  );
  const { stdout } = await data(['summary', 'tissue', '--json']);
  expect(JSON.parse(stdout).facets).toHaveLength(2);
});

test('metadata-list needs no platform', async () => {
  const { exitCode, stdout } = await data(['metadata-list'], {
    env: { VCP_PLATFORM: 'https://nowhere.invalid' },
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('development_stage_ontology_term_id');
});

test('preview opens the browser of the user without a shell', async () => {
  const home = await temporaryFolder('home');
  const bin = join(home.path, 'bin');
  const opened = join(home.path, 'opened');
  await mkdir(bin);
  const script = `#!/bin/sh\nprintf '%s' "$1" > ${opened}.new; mv ${opened}.new ${opened}\n`;
  await writeFile(join(bin, 'my-browser'), script, { mode: 0o755 });
  const { exitCode, stdout } = await data(['preview', dataset.id, '--open'], {
    home: home.path,
    env: { BROWSER: join(bin, 'my-browser') },
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(preview.neuroglancer_url);
  await expect
    .poll(() => readFile(opened, 'utf8').catch(() => null), { timeout: 10_000 })
    .toBe(new URL(preview.neuroglancer_url).href);
  await home.remove();
});

test('credentials can be read by a shell', async () => {
  const { exitCode, stdout } = await data(['credentials', dataset.id], {
    env: { VCP_TOKEN: TOKEN },
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    `export AWS_SECRET_ACCESS_KEY='${FULL_CREDENTIALS.secret_access_key}'\n`,
  );
});
