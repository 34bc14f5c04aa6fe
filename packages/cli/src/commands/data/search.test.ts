import {
  json,
  ODD_DATASETS,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestHome, testHome } from './test-run.ts';

const TOKEN = 'scripted-token';
const HOSTILE = 'evil \u001b]0;title\u0007 \u009b2J \u202egnp\u200b [/red] =cmd()';
const many = Array.from({ length: 25 }, (_, index) => scriptedDataset(index, []));
const datasets = [
  ...many,
  ...ODD_DATASETS,
  scriptedDataset(70, [], { name: HOSTILE }),
  scriptedDataset(71, [], { name: 'Hidden', restricted: true, item: { scopes: ['lab'] } }),
];

let server: ScriptedPlatform;
let home: TestHome;
beforeAll(async () => {
  server = await startScriptedPlatform({ datasets, token: TOKEN });
  home = await testHome(server.url);
});
afterAll(async () => {
  await home.remove();
  await server.stop();
});
afterEach(() => server.forget());

const search = (...words: string[]) => home.run(['data', 'search', ...words]);

test('elsewhere than in a terminal ten datasets are printed, and how to get more is said', async () => {
  const { exitCode, stdout, stderr } = await search('Brain cells');
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(11);
  expect(stdout).toMatch(/^Dataset ID +Domain +Version +Namespace +Name\n/);
  expect(stderr).toBe('10 of 25 datasets shown; --page 2 shows the next ones, --all every one.\n');
  expect(server.requests.map(({ query }) => query.get('limit'))).toEqual(['10']);
});

test('in a terminal pages of ten follow on Enter and stop on q', async () => {
  const words = ['data', 'search', 'Brain cells'];
  const stopped = await home.run(words, { typed: ['', 'q'] });
  expect(stopped.exitCode).toBe(0);
  expect(stopped.stderr).toContain('Page 1: Datasets 1-10 of 25');
  expect(stopped.stderr).toContain('Page 2: Datasets 11-20 of 25');
  expect(stopped.stderr).not.toContain('Page 3');
  server.forget();
  const whole = await home.run(words, { typed: ['', ''] });
  expect(whole.stderr).toContain('Page 3: Datasets 21-25 of 25');
  expect(server.requests.map(({ query }) => [query.get('scout'), query.get('limit')])).toEqual([
    ['True', '10'],
    ['False', '10'],
    ['False', '10'],
  ]);
});

test('the end of the input at a prompt ends well', async () => {
  const { exitCode } = await home.run(['data', 'search', 'Brain cells'], { typed: [] });
  expect(exitCode).toBe(0);
});

test('--limit and --page cut the list; --all prints every dataset', async () => {
  const idsOf = async (...words: string[]) => {
    const { stdout } = await search('Brain cells', '--jsonl', ...words);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).id);
  };
  const all = many.map(({ id }) => id);
  expect(await idsOf('--all')).toEqual(all);
  expect(await idsOf('--limit', '3')).toEqual(all.slice(0, 3));
  expect(await idsOf('--limit', '7', '--page', '3')).toEqual(all.slice(14, 21));
  expect(await idsOf('--page', '3')).toEqual(all.slice(20));
  expect(await idsOf('--page', '4')).toEqual([]);
});

test('--json is one document that says whether it is complete', async () => {
  const all = JSON.parse((await search('Brain cells', '--json', '--all')).stdout);
  expect(all).toMatchObject({
    query: 'Brain cells AND latest_version:true',
    shown: 25,
    total: 25,
    complete: true,
  });
  expect(all.datasets[0]).toMatchObject({
    id: many[0]?.id,
    namespace: 'cellxgene',
    biology: { tissue: ['brain', 'blood'] },
  });
  const part = JSON.parse((await search('Brain cells', '--json', '--limit', '5')).stdout);
  expect(part).toMatchObject({ shown: 5, total: 25, complete: false });
  const none = JSON.parse((await search('nothing like it', '--json')).stdout);
  expect(none).toMatchObject({ datasets: [], shown: 0, total: 0, complete: true });
});

test('--csv has a header and keeps a spreadsheet from running what a name says', async () => {
  server.answerNext(
    '/search',
    json({ data: [{ internal_id: 'a', name: '=cmd()' }], cursor: null }),
  );
  const { stdout } = await search('x', '--csv');
  const [header, row] = stdout.split('\r\n');
  expect(header).toMatch(/^id,name,domain,version,namespace,/);
  expect(row).toMatch(/^a,'=cmd\(\),/);
});

test('every odd shape is listed, in every form', async () => {
  for (const form of [[], ['--full'], ['--json'], ['--jsonl'], ['--csv']]) {
    const { exitCode, stdout } = await search('*', '--all', ...form);
    expect(exitCode).toBe(0);
    for (const { id } of ODD_DATASETS) expect(stdout).toContain(id);
  }
});

test('locations come in one form, with what is known about them', async () => {
  const { stdout } = await search('*', '--all', '--json');
  const found: readonly { readonly name: string; readonly locations: unknown; size: unknown }[] =
    JSON.parse(stdout).datasets;
  const locationsOf = (name: string) => found.find((each) => each.name === name)?.locations;
  expect(locationsOf('scheme and path')).toEqual([
    { url: 'https://data.example.org/a/b.h5ad', size: null, checksum: null },
  ]);
  expect(locationsOf('bare texts')).toMatchObject([
    { url: 's3://bucket/key.h5ad' },
    { url: 's3://bucket/other.h5ad' },
    { url: 'https://host/x.csv?sig=1' },
  ]);
  expect(locationsOf('sizes of every kind')).toMatchObject([
    { size: null },
    { size: 3 * 1024 * 1024 },
    { size: 1024 },
    { size: null },
    { size: null },
  ]);
});

test('names of the remote never reach a terminal raw', async () => {
  for (const form of [[], ['--full'], ['--json'], ['--jsonl']]) {
    const { stdout } = await search('evil', ...form);
    expect(stdout).toContain('evil');
    for (const raw of ['\u001b', '\u0007', '\u009b', '\u202e', '\u200b'])
      expect(stdout).not.toContain(raw);
    expect(stdout).toContain('[/red]');
  }
  const { stdout } = await search('evil', '--json');
  expect(JSON.parse(stdout).datasets[0].name).toBe(HOSTILE);
});

test('the id stays whole in a narrow terminal', async () => {
  const words = ['data', 'search', 'Brain cells', '--limit', '1'];
  const { stdout } = await home.run(words, { typed: [], columns: 40 });
  expect(stdout).toContain(many[0]?.id);
  expect(stdout).toContain('no room for');
});

test('scopes are a column only where a dataset has some', async () => {
  const env = { VCP_TOKEN: TOKEN };
  expect((await search('Hidden')).stdout).toBe('');
  const { stdout } = await home.run(['data', 'search', 'Hidden'], { env });
  expect(stdout).toMatch(/Scopes[\s\S]*lab/);
});

test('nothing found is no failure, and what to try is said', async () => {
  const { exitCode, stdout, stderr } = await search('nothing like it');
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(stderr).toContain('No dataset matches.');
});

test.each([
  [['--exact', 'brain tissue'], '"brain tissue" AND latest_version:true'],
  [['--all-versions', 'a OR b'], 'a OR b'],
  [['a OR b'], '(a OR b) AND latest_version:true'],
  [['--latest-version', 'a'], 'a AND latest_version:true'],
  [
    ['--exact', '--namespace', 'cellxgene', 'brain tissue'],
    '"brain tissue" AND namespace:cellxgene AND latest_version:true',
  ],
])('%j asks for %s', async (words, query) => {
  await search(...words);
  expect(server.requests[0]?.query.get('query')).toBe(query);
});

test.each([
  [['  '], 1, 'blank'],
  [[], 2, 'TERM is missing'],
  [['a', 'b'], 2, 'unexpected argument'],
  [['a', '--limit', '0'], 2, '--limit'],
  [['a', '--page', 'x'], 2, '--page'],
  [['a', '--all', '--limit', '3'], 2, '--all cannot be used'],
  [['a', '--json', '--csv'], 2, '--json and --csv'],
  [['a', '--latest-version', '--all-versions'], 2, '--all-versions'],
  [['a', '--yes'], 2, '--yes is for --download only'],
  [['a', '--skip-existing'], 2, '--skip-existing is for --download only'],
  [['a', '--download', '--full'], 2, '--full is for listing'],
  [['a', '--download', '--limit', '3'], 2, '--limit is for listing'],
])('%j is refused with %i before any request', async (words, status, reason) => {
  const { exitCode, stderr, stdout } = await search(...words);
  expect(exitCode).toBe(status);
  expect(stderr).toContain(reason);
  expect(stdout).toBe('');
  expect(server.requests).toEqual([]);
});

test.each([
  [400, 1, 'ERR_INPUT'],
  [401, 4, 'ERR_SIGN_IN_NEEDED'],
  [403, 5, 'ERR_FORBIDDEN'],
  [500, 7, 'ERR_SERVER'],
])('status %i ends with %i and the words of the server', async (status, exit, code) => {
  server.answerNext('/search', json({ detail: 'the \u001b[31mreason' }, status));
  const { exitCode, stderr } = await search('x');
  expect(exitCode).toBe(exit);
  expect(stderr).toContain('the \\x1b[31mreason');
  expect(stderr).toContain(code);
});

test('with --json an error is JSON too', async () => {
  server.answerNext('/search', json({ detail: 'no' }, 403));
  const { stdout, stderr } = await search('x', '--json');
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'ERR_FORBIDDEN', exitCode: 5 } });
});

test('--debug shows the requests, and no token', async () => {
  const env = { VCP_TOKEN: TOKEN };
  const { stderr } = await home.run(['data', 'search', 'x', '--debug'], { env });
  expect(stderr).toMatch(/debug: GET http:\/\/127.*\/v1\/data\/search\?query=x.* -> 200/);
  expect(stderr).not.toContain(TOKEN);
});
