import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeBucket,
  putObjects,
  type RunningPlatform,
  runVcp,
  type S3Server,
  startPlatform,
  startS3,
  temporaryFolder,
} from '@vcp/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const TABLE = 'cell,score\na,1\nb,2\n';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let s3: S3Server;
let platform: RunningPlatform;
let keys: Record<string, string>;
beforeAll(async () => {
  folder = await temporaryFolder('import-e2e');
  s3 = await startS3();
  keys = { AWS_ACCESS_KEY_ID: s3.accessKey, AWS_SECRET_ACCESS_KEY: s3.secretKey };
  platform = await startPlatform(['--s3-endpoint', s3.endpoint], keys);
});
afterAll(async () => {
  await platform?.stop();
  await s3?.stop();
  await folder.remove();
});
beforeEach(async () => {
  await rm(join(folder.path, 'source'), { recursive: true, force: true });
  await mkdir(join(folder.path, 'source'), { recursive: true });
});

const write = (name: string, content: string) =>
  writeFile(join(folder.path, 'source', name), content);
const vcp = (args: readonly string[], env: Record<string, string> = {}) =>
  runVcp(args, { home: folder.path, env: { VCP_PLATFORM: platform.url, ...env } });
const importIt = (source: string, args: readonly string[] = [], env = {}) =>
  vcp(['platform', 'import', source, '--data-dir', platform.dataDir, ...args], env);

describe('platform import', () => {
  test('a folder: what is good comes, what is not is named, and the data can be downloaded', async () => {
    await write('scores.csv', TABLE);
    await write('broken.npy', 'no array');
    const source = join(folder.path, 'source');
    const first = await importIt(source, ['--namespace', 'lab', '--json']);
    expect(first.exitCode).toBe(8);
    expect(JSON.parse(first.stdout)).toEqual({
      added: 1,
      updated: 0,
      refused: 1,
      remarks: [
        { kind: 'refused', source: join(source, 'broken.npy'), reason: expect.any(String) },
      ],
    });
    const again = await importIt(source, ['--namespace', 'lab']);
    expect(again.stdout).toBe('0 added, 1 updated, 1 refused\n');
    expect(again.stderr).toContain('broken.npy');

    const out = join(folder.path, 'lab');
    const download = ['data', 'search', 'scores', '--namespace', 'lab', '--download', '--yes'];
    expect((await vcp([...download, '--outdir', out])).exitCode).toBe(0);
    expect(await readFile(join(out, 'scores.csv'), 'utf8')).toBe(TABLE);
  });

  test('a Croissant document: its words are in the catalog, its file beside it is served', async () => {
    await write('scores.csv', TABLE);
    await write(
      'croissant.json',
      JSON.stringify({
        '@context': { '@vocab': 'https://schema.org/' },
        '@type': 'Dataset',
        name: 'Scores of the winter',
        description: 'Two cells and what became of them',
        license: 'CC0-1.0',
        distribution: [
          {
            '@type': 'FileObject',
            name: 'scores',
            contentUrl: 'scores.csv',
            encodingFormat: 'text/csv',
            sha256: createHash('sha256').update(TABLE).digest('hex'),
          },
        ],
      }),
    );
    const imported = await importIt(join(folder.path, 'source', 'croissant.json'));
    expect(imported.stdout).toBe('1 added, 0 updated, 0 refused\n');
    const found = await vcp(['data', 'search', 'winter', '--json']);
    expect(found.stdout).toContain('Scores of the winter');
  });

  test('an S3 prefix: downloads use keys that the platform hands out', async () => {
    await makeBucket(s3, 'import-e2e');
    await putObjects(s3, 'import-e2e', {
      'atlas/ice.csv': TABLE,
      'atlas/sheets.zarr/.zgroup': '{"zarr_format":2}',
      'atlas/sheets.zarr/X/0': 'chunk',
      'elsewhere/other.csv': TABLE,
    });
    const imported = await importIt(
      's3://import-e2e/atlas/',
      ['--s3-endpoint', s3.endpoint, '--namespace', 'frozen'],
      keys,
    );
    expect([imported.exitCode, imported.stdout]).toEqual([0, '2 added, 0 updated, 0 refused\n']);

    const out = join(folder.path, 'frozen');
    const download = ['data', 'search', '*', '--namespace', 'frozen', '--download', '--yes'];
    const downloaded = await vcp([...download, '--outdir', out]);
    expect([downloaded.exitCode, downloaded.stderr]).toEqual([0, expect.any(String)]);
    const files = await readdir(out, { recursive: true, withFileTypes: true });
    expect(
      files
        .filter((file) => file.isFile())
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['.zgroup', '0', 'ice.csv']);
    expect(await readFile(join(out, 'sheets.zarr', 'X', '0'), 'utf8')).toBe('chunk');
  });

  test.each([
    ['/nowhere/at/all', 'there is no file or folder'],
    ['https://example.org/catalog.json', 'cannot import'],
    ['s3://NO_BUCKET/x', 'S3'],
    ['.', 'nothing'],
  ])('%s ends with 1 and says why', async (source, reason) => {
    const ended = await runVcp(['platform', 'import', source, '--data-dir', platform.dataDir], {
      home: folder.path,
      cwd: join(folder.path, 'source'),
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain(reason);
  });
});
