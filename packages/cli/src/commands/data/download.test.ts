import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  json,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestHome, testHome } from './test-run.ts';

const TOKEN = 'scripted-token';
const bytes = (text: string) => Buffer.from(text.repeat(1000));
const files = {
  'a.h5ad': bytes('cells'),
  'b.csv': bytes('1,2\n'),
  'other/b.csv': bytes('3,4\n'),
  'c.h5ad': bytes('more cells'),
};
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Places that a catalog must not make us read. */
const REFUSED = [
  'file:///etc/passwd',
  'ftp://host.example/a.bin',
  'data:text/plain,b',
  'http://169.254.169.254/c.bin',
  's3:///e.bin',
  'https://',
];

let server: ScriptedPlatform;
let home: TestHome;
let outdir = '';
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

beforeAll(async () => {
  server = await startScriptedPlatform((url) => {
    const file = (name: keyof typeof files, change: object = {}) => ({
      url: `${url}/files/${name}`,
      size: files[name].length,
      sha256: sha256(files[name]),
      ...change,
    });
    return {
      token: TOKEN,
      files,
      datasets: [
        scriptedDataset(1, [file('a.h5ad'), file('b.csv', { sha256: undefined })], {
          name: 'Whole',
        }),
        scriptedDataset(2, [file('c.h5ad')], { name: 'Second' }),
        scriptedDataset(3, [file('a.h5ad'), { url: `${url}/files/missing.h5ad` }], {
          name: 'Partly',
        }),
        scriptedDataset(4, [{ url: `${url}/files/gone.h5ad` }], { name: 'Gone' }),
        scriptedDataset(5, [file('c.h5ad', { sha256: '0'.repeat(64) })], { name: 'Corrupt' }),
        scriptedDataset(6, [file('b.csv'), file('other/b.csv')], { name: 'Clash' }),
        scriptedDataset(7, [{ url: 's3://bucket/key.h5ad', size: 10 }], { name: 'Keys' }),
        scriptedDataset(8, [], { name: 'Empty' }),
        scriptedDataset(9, [{ url: `${url}/files/..%2F..%2Fevil`, size: 1 }], { name: 'Evil' }),
        scriptedDataset(
          11,
          REFUSED.map((location) => ({ url: location })),
          { name: 'Refused' },
        ),
        scriptedDataset(10, [file('a.h5ad'), { url: 's3://bucket/key.h5ad', size: 10 }], {
          name: 'Mixed',
        }),
      ],
    };
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  home = await testHome(server.url);
  outdir = join(home.path, 'out');
});
afterEach(async () => {
  server.forget();
  await home.remove();
});

const download = (...words: string[]) =>
  home.run(['data', 'download', '--outdir', outdir, '--yes', ...words]);
const there = async () => (await readdir(outdir).catch(() => [])).sort();
const fileRequests = () => server.requests.filter(({ path }) => path.startsWith('/files/'));

test('a dataset is fetched and verified; the second run finds nothing to do', async () => {
  const first = await download('--id', id(1));
  expect(first).toMatchObject({ exitCode: 0 });
  expect(first.stdout).toBe(
    `2 files, 8.8 KB in ${outdir}; verified: 1 by sha256, 1 by length only.\n`,
  );
  expect(await there()).toEqual(['a.h5ad', 'b.csv']);
  expect(await readFile(join(outdir, 'a.h5ad'))).toEqual(files['a.h5ad']);
  expect(server.requests[0]?.target).toBe(`/v1/data/public/dataset/${id(1)}?download=true`);
  const fetched = fileRequests().length;
  const second = await download('--id', id(1));
  expect(second).toMatchObject({ exitCode: 0 });
  expect(second.stdout).toMatch(/^Nothing to do: 2 files there already in /);
  expect(second.stderr).toBe(
    `An earlier run fetched the dataset ${id(1)}; looking whether all is still there (its list is kept for 24 hours more).\n`,
  );
  expect(fileRequests()).toHaveLength(fetched);
});

test('a file that was lost is fetched again', async () => {
  await download('--id', id(1));
  await rm(join(outdir, 'b.csv'));
  const { exitCode, stdout } = await download('--id', id(1));
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 file, 3.9 KB');
  expect(await there()).toEqual(['a.h5ad', 'b.csv']);
});

test('no token and no Authorization ever goes to the address of a file', async () => {
  const env = { VCP_TOKEN: TOKEN };
  const words = ['data', 'download', '--id', id(1), '--outdir', outdir, '--yes'];
  expect((await home.run(words, { env })).exitCode).toBe(0);
  expect(fileRequests().length).toBeGreaterThan(1);
  for (const { headers } of fileRequests()) expect(headers).not.toHaveProperty('authorization');
});

test('a query fetches all that matches, by the pages of the original', async () => {
  const { exitCode, stdout } = await download('--query', 'Whole', '--namespace', 'cellxgene');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('2 files');
  const search = server.requests[0];
  expect(search?.query.get('limit')).toBe('100');
  expect(search?.query.get('query')).toBe('Whole AND namespace:cellxgene AND latest_version:true');
});

test('search --download is the same, and takes --all-versions', async () => {
  const words = ['data', 'search', 'Whole', '--download', '--all-versions', '-o', outdir, '-y'];
  const { exitCode } = await home.run(words);
  expect(exitCode).toBe(0);
  expect(server.requests[0]?.query.get('query')).toBe('Whole');
  expect(await there()).toEqual(['a.h5ad', 'b.csv']);
});

test('several ids, each in its folder', async () => {
  const { exitCode } = await download('--id', id(1), '--id', id(2), '--layout', 'dataset');
  expect(exitCode).toBe(0);
  expect(await there()).toEqual([id(1), id(2)]);
  expect(await readdir(join(outdir, id(2)))).toEqual(['c.h5ad']);
});

test('--json is one document', async () => {
  const { stdout } = await download('--id', id(1), '--json');
  expect(JSON.parse(stdout)).toEqual({
    outdir,
    files: 2,
    bytes: 9000,
    alreadyThere: 0,
    skipped: 0,
    verified: { sha256: 1, length: 1 },
    failureCount: 0,
    failures: [],
    interrupted: false,
    stopped: null,
  });
});

test('--dry-run tells all and writes nothing', async () => {
  const { exitCode, stdout } = await download('--id', id(1), '--dry-run');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Files to fetch +2\nBytes to fetch +8\.8 KB/);
  const document = JSON.parse((await download('--id', id(1), '--dry-run', '--json')).stdout);
  expect(document).toMatchObject({ dryRun: true, files: 2, bytes: 9000, fits: true, outdir });
  const { stderr } = await download('--id', id(1), '--dry-run');
  expect(stderr).toMatch(/^Using the list that an earlier run made for the dataset /);
  expect(await there()).toEqual([]);
  expect(fileRequests()).toEqual([]);
});

test('in a terminal it asks, with what it would fetch; Enter is yes, n is no', async () => {
  const words = ['data', 'download', '--id', id(1), '--outdir', outdir];
  const no = await home.run(words, { typed: ['n'] });
  expect(no).toMatchObject({ exitCode: 0, stdout: '' });
  expect(no.stderr).toContain('2 files, 8.8 KB');
  expect(no.stderr).toContain('Continue? [Y/n]');
  expect(no.stderr).toContain('Nothing was downloaded.');
  const end = await home.run(words, { typed: [] });
  expect(end.exitCode).toBe(0);
  expect(await there()).toEqual([]);
  expect((await home.run(words, { typed: [''] })).exitCode).toBe(0);
  expect(await there()).toEqual(['a.h5ad', 'b.csv']);
});

test('without a terminal and without --yes it fails and names the flag, before a byte', async () => {
  const { exitCode, stderr } = await home.run(['data', 'download', '--id', id(1), '-o', outdir]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--yes');
  expect(fileRequests()).toEqual([]);
});

test('--extension fetches only those; none left is no failure', async () => {
  expect((await download('--id', id(1), '--extension', 'CSV')).exitCode).toBe(0);
  expect(await there()).toEqual(['b.csv']);
  const none = await download('--id', id(1), '--extension', 'zarr');
  expect(none).toMatchObject({ exitCode: 0, stdout: 'Nothing to do: no file matches.\n' });
});

test('a dataset without files, and a query without hits, are no failure', async () => {
  const nothing = { exitCode: 0, stdout: 'Nothing to do: no file matches.\n' };
  expect(await download('--id', id(8))).toMatchObject(nothing);
  expect(await download('--query', 'nothing like it')).toMatchObject(nothing);
});

test('some files failed: each is listed, the others are there, exit 8', async () => {
  const { exitCode, stdout, stderr } = await download('--id', id(3));
  expect(exitCode).toBe(8);
  expect(stdout).toMatch(/^1 file, .*1 failed\.\n$/);
  expect(stderr).toContain('failed: missing.h5ad: ');
  expect(stderr).toContain('(ERR_NOT_FOUND)');
  expect(stderr).toContain('ERR_PARTLY_DONE');
  expect(await there()).toEqual(['a.h5ad']);
  const { stdout: document } = await download('--id', id(3), '--json');
  expect(JSON.parse(document).failures).toMatchObject([
    { datasetId: id(3), path: 'missing.h5ad', code: 'ERR_NOT_FOUND' },
  ]);
});

test.each([
  [4, 1, 'ERR_NOT_FOUND'],
  [5, 6, 'ERR_DIGEST_MISMATCH'],
  [7, 4, 'ERR_SIGN_IN_NEEDED'],
])(
  'dataset %i, of which every file failed for one reason, ends with %i',
  async (number, exit, code) => {
    const { exitCode, stderr } = await download('--id', id(number));
    expect(exitCode).toBe(exit);
    expect(stderr).toContain(code);
    expect(await there()).toEqual([]);
  },
);

test('signed out, a dataset that needs keys does not stop the others', async () => {
  const { exitCode, stderr } = await download('--id', id(10));
  expect(exitCode).toBe(8);
  expect(stderr).toContain('need a sign-in');
  expect(await there()).toEqual(['a.h5ad']);
  expect(server.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('two files for one path: nothing is fetched, both are named with the way out', async () => {
  const { exitCode, stderr } = await download('--id', id(6));
  expect(exitCode).toBe(1);
  expect(stderr).toContain('ERR_PATH_CLASH');
  expect(stderr).toContain('--layout dataset');
  expect(fileRequests()).toEqual([]);
  const dry = await download('--id', id(6), '--dry-run');
  expect(dry.exitCode).toBe(1);
  expect(dry.stdout).toMatch(/Name clashes +1/);
});

test('a name that leads out of the folder is refused', async () => {
  const { exitCode, stderr } = await download('--id', id(9));
  expect(exitCode).toBe(1);
  expect(stderr).toContain('ERR_UNSAFE_PATH');
  expect(await readdir(home.path)).not.toContain('evil');
});

test('places that no catalog may send us to are refused', async () => {
  const { exitCode, stderr } = await download('--id', id(11));
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${REFUSED.length} of ${REFUSED.length} files failed`);
  expect(await there()).toEqual([]);
});

test("another file of the user's is left alone, unless --overwrite says so", async () => {
  await mkdir(outdir);
  await writeFile(join(outdir, 'c.h5ad'), 'mine');
  const kept = await download('--id', id(2));
  expect(kept.exitCode).toBe(1);
  expect(kept.stderr).toMatch(
    /^failed: c\.h5ad: a different file of that name is there; .*\(ERR_FILE_EXISTS\)$/m,
  );
  expect(await readFile(join(outdir, 'c.h5ad'), 'utf8')).toBe('mine');
  const skipped = await download('--id', id(2), '--skip-existing');
  expect(skipped).toMatchObject({ exitCode: 0 });
  expect(skipped.stdout).toContain('1 file skipped');
  expect(await readFile(join(outdir, 'c.h5ad'), 'utf8')).toBe('mine');
  expect((await download('--id', id(2), '--overwrite')).exitCode).toBe(0);
  expect(await readFile(join(outdir, 'c.h5ad'))).toEqual(files['c.h5ad']);
});

test('a file as --outdir is refused before anything is asked for', async () => {
  await writeFile(outdir, 'mine');
  const { exitCode, stderr } = await download('--id', id(1));
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`${outdir} is a file, not a folder`);
  expect(server.requests).toEqual([]);
});

test('an interrupted collection leaves nothing behind', async () => {
  server.answerNext(
    '/search',
    json({ data: [{ internal_id: 'a', locations: ['https://h/a'] }], cursor: 'x' }),
  );
  server.answerNext('/search', json({ detail: 'no' }, 403));
  const { exitCode } = await download('--query', 'x');
  expect(exitCode).toBe(5);
  expect(
    (await readdir(join(home.path, 'downloads'))).filter((name) => name.endsWith('.db')),
  ).toEqual([]);
});

test('one unknown id among several fails all of them, before a byte', async () => {
  const { exitCode, stderr } = await download('--id', id(1), '--id', id(99));
  expect(exitCode).toBe(1);
  expect(stderr).toContain(id(99));
  expect(fileRequests()).toEqual([]);
});

test.each([
  [[], 'neither --id nor --query'],
  [['--id', id(1), '--query', 'x'], '--id and --query'],
  [['--id', id(1), '--exact'], '--exact narrows a --query'],
  [['--id', id(1), '--namespace', 'x'], '--namespace narrows a --query'],
  [['--id', id(1), '--overwrite', '--skip-existing'], '--overwrite and --skip-existing'],
  [['--id', id(1), '--layout', 'tree'], '--layout'],
  [['--id', id(1), '--concurrency', '0'], '--concurrency'],
  [['--id', id(1), '--extension', ','], '--extension'],
  [['word'], 'word'],
])('%j is a usage error, before any request', async (words, reason) => {
  const { exitCode, stderr } = await download(...words);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(reason);
  expect(server.requests).toEqual([]);
});

test.each([
  ['--id', 'short'],
  ['--query', '  '],
])('%s %j ends with 1 before any request', async (...words) => {
  expect((await download(...words)).exitCode).toBe(1);
  expect(server.requests).toEqual([]);
});
