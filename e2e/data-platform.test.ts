import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningPlatform, runVcp, startPlatform, temporaryFolder } from '@vcp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let platform: RunningPlatform;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  platform = await startPlatform(['--example']);
  home = await temporaryFolder('home');
});
afterAll(async () => {
  await platform.stop();
  await home.remove();
});

const data = (...words: string[]) =>
  runVcp(['data', ...words], { home: home.path, env: { VCP_PLATFORM: platform.url } });

interface Listed {
  readonly id: string;
  readonly locations: readonly {
    readonly url: string;
    readonly size: number;
    readonly checksum: { readonly value: string } | null;
  }[];
}

async function listed(...words: string[]): Promise<readonly Listed[]> {
  const { exitCode, stdout } = await data('search', ...words, '--all', '--json');
  expect(exitCode).toBe(0);
  return JSON.parse(stdout).datasets;
}

test('the catalog is searched, summarized and described', async () => {
  const found = await listed('tissue:blood');
  expect(found.length).toBeGreaterThan(10);
  expect((await listed('tissue:kidney')).length).toBe(0);
  expect((await listed('NOT tissue:blood')).length).toBe(0);
  const { stdout } = await data('summary', 'tissue', '--json');
  expect(JSON.parse(stdout).facets).toContainEqual({ value: 'blood', count: found.length });
  const described = await data('describe', found[0]?.id ?? '', '--json');
  expect(JSON.parse(described.stdout)).toMatchObject({
    id: found[0]?.id,
    biology: { tissue: ['blood'] },
  });
});

test('a query that cannot be read is told with its place', async () => {
  const { exitCode, stdout, stderr } = await data('search', 'tissue:(');
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /^error: the query is wrong at its end: .* is missing \(ERR_INPUT\)\n {2}tissue:\(\n {10}\^\nhint: /,
  );
});

test('an unknown field is told with the one that was meant, in searches, summaries and downloads', async () => {
  for (const words of [
    ['search', 'a OR tisue:lung', '--namespace', 'example'],
    ['summary', 'tissue', '--query', 'a OR tisue:lung'],
    ['download', '--query', 'a OR tisue:lung', '--outdir', 'none', '--yes'],
  ]) {
    const { exitCode, stderr } = await data(...words);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('wrong at character 6: there is no field "tisue"');
    expect(stderr).toContain('\n       ^\nhint: Did you mean tissue?');
  }
});

test('every file of the catalog is fetched and has the sha256 that the catalog promises', async () => {
  const outdir = join(home.path, 'all');
  const words = ['search', '*', '--download', '--yes', '--layout', 'dataset', '--outdir', outdir];
  const first = await data(...words, '--json');
  expect(first.exitCode).toBe(0);
  const summary = JSON.parse(first.stdout);
  expect(summary).toMatchObject({ failureCount: 0, verified: { sha256: summary.files } });
  let checked = 0;
  for (const { id, locations } of await listed('*'))
    for (const { url, checksum } of locations) {
      if (url.endsWith('/')) continue;
      const content = await readFile(
        join(outdir, id, decodeURIComponent(url.split('/').at(-1) ?? '')),
      );
      expect(createHash('sha256').update(content).digest('hex')).toBe(checksum?.value);
      checked += 1;
    }
  expect(checked).toBeGreaterThan(10);
  const second = await data(...words);
  expect(second).toMatchObject({ exitCode: 0 });
  expect(second.stdout).toMatch(/^Nothing to do: /);
});

test('one dataset by its id, flat', async () => {
  const [dataset] = await listed('*');
  const outdir = join(home.path, 'one');
  const { exitCode, stdout } = await data(
    'download',
    '--id',
    dataset?.id ?? '',
    '--yes',
    '-o',
    outdir,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('by sha256');
  expect((await readdir(outdir)).length).toBe(dataset?.locations.length);
});

test('older versions are found when asked for', async () => {
  expect((await listed('*', '--all-versions')).length).toBeGreaterThan((await listed('*')).length);
});

test('the platform takes its own token and no other', async () => {
  const token = (await readFile(join(platform.dataDir, 'access-token'), 'utf8')).trim();
  const signedIn = (value: string) =>
    runVcp(['data', 'search', '*', '--all', '--json'], {
      home: home.path,
      env: { VCP_PLATFORM: platform.url, VCP_TOKEN: value },
    });
  expect(await signedIn(token)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await signedIn(`${token}x`)).toMatchObject({ exitCode: 4, stdout: '' });
});
