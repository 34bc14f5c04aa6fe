import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runVcp, startVcp, temporaryFolder } from '@vcp/testing';
import {
  json,
  ODD_DATASETS,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const TOKEN = 'scripted-token';
const HOSTILE = 'evil \u001b]0;title\u0007 \u202egnp.exe';
const many = Array.from({ length: 25 }, (_, index) => scriptedDataset(index, []));

let server: ScriptedPlatform;
beforeAll(async () => {
  const hostile = scriptedDataset(70, [], { name: HOSTILE });
  server = await startScriptedPlatform({
    datasets: [...many, ...ODD_DATASETS, hostile],
    token: TOKEN,
  });
});
afterAll(() => server.stop());
afterEach(() => server.forget());

const search = (words: readonly string[], options: Parameters<typeof runVcp>[1] = {}) =>
  runVcp(['data', 'search', ...words], {
    ...options,
    env: { VCP_PLATFORM: server.url, ...options.env },
  });

test('in a pipe: a table of ten on stdout, talk on stderr', async () => {
  const { exitCode, stdout, stderr } = await search(['Brain cells']);
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(11);
  expect(stderr).toContain('10 of 25 datasets shown');
});

test('signed in, the requests on the wire are those of the original', async () => {
  await search(['Brain cells', '--all', '--jsonl'], { env: { VCP_TOKEN: TOKEN } });
  expect(server.requests.map(({ target }) => target)).toEqual([
    '/v1/data/search?query=Brain+cells+AND+latest_version%3Atrue&use_cursor=true&download=true&scout=True&limit=100',
  ]);
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: `Bearer ${TOKEN}`,
    accept: 'application/json',
  });
  expect(server.requests[0]?.headers['user-agent']).toMatch(/^vcp-cli\/\d/);
});

test('in a terminal it pages, and a hostile name is shown as escapes', async () => {
  const paged = await search(['Brain cells'], { tty: true, input: '\nq\n' });
  expect(paged.exitCode).toBe(0);
  expect(paged.stdout).toContain('Page 1: Datasets 1-10 of 25');
  const { stdout } = await search(['evil'], { tty: true });
  expect(stdout).toContain('evil \\x1b]0;title\\x07');
  expect(stdout).toContain('\\u202egnp.exe');
  expect(stdout).not.toContain('\u001b]0;');
});

test('a reader that has enough ends it quietly', async () => {
  const home = await temporaryFolder('home');
  const vcp = startVcp(['data', 'search', '*', '--all', '--jsonl'], {
    home: home.path,
    env: { VCP_PLATFORM: server.url },
  });
  const head = spawn('head', ['-n', '1'], { stdio: [vcp.stdout, 'pipe', 'inherit'] });
  const stderr: string[] = [];
  vcp.stderr?.on('data', (chunk: Buffer) => stderr.push(String(chunk)));
  const [exitCode] = await once(vcp, 'exit');
  head.kill();
  await home.remove();
  expect({ exitCode, stderr: stderr.join('') }).toEqual({ exitCode: 0, stderr: '' });
});

test('Ctrl-C while the platform thinks ends with 130', async () => {
  server.answerNext('/search', { ...json({ data: [] }), delayMs: 20_000 });
  const home = await temporaryFolder('home');
  const vcp = startVcp(['data', 'search', 'x'], {
    home: home.path,
    env: { VCP_PLATFORM: server.url },
  });
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(1);
  vcp.kill('SIGINT');
  const [exitCode] = await once(vcp, 'exit');
  await home.remove();
  expect(exitCode).toBe(130);
});

test('a passing failure of the platform is waited for, and the wait is told', async () => {
  server.answerNext('/search', { status: 503, headers: { 'retry-after': '1' } });
  const { exitCode, stdout, stderr } = await search(['Brain cells', '--json']);
  expect(stderr).toMatch(/trying again in 1\.0 s/);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).shown).toBe(10);
  expect(server.requests).toHaveLength(2);
});

test('exit codes: usage 2, blank 1, sign-in 4, nothing found 0, no server 7', async () => {
  expect((await search([])).exitCode).toBe(2);
  expect((await search([' '])).exitCode).toBe(1);
  expect((await search(['x'], { env: { VCP_TOKEN: 'wrong' } })).exitCode).toBe(4);
  expect((await search(['nothing like it'])).exitCode).toBe(0);
  server.answerNext('/search', json({ detail: 'broken' }, 500));
  expect((await search(['x'])).exitCode).toBe(7);
});

test('a wrong option gets a suggestion', async () => {
  const { exitCode, stderr } = await search(['x', '--latst-version']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--latest-version');
});

test('a home that does not exist is no obstacle', async () => {
  const { exitCode } = await search(['x'], { env: { HOME: '/nonexistent' } });
  expect(exitCode).toBe(0);
});
