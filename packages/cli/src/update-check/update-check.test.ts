import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROGRAM } from '../program.ts';
import { runForTest, type TestOptions, testContext } from '../test-surroundings.ts';
import { checkForUpdate } from './check.ts';
import { mayCheckForUpdate } from './may-check.ts';
import { findRegistry } from './npm-registry.ts';
import { updateCheckPath } from './remembered.ts';
import { isNewer, isVersion } from './versions.ts';

const NEWER = '999.0.0';

let server: Server;
let registry: string;
let asked: string[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answer = (response) => response.end(JSON.stringify({ version: NEWER }));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  registry = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function options(more: TestOptions = {}): TestOptions {
  return { ...more, env: { npm_config_registry: registry, ...more.env }, fetch: globalThis.fetch };
}

describe('the answer', () => {
  test('is kept for 24 hours, then asked for again', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const context = testContext(options({ now: () => now }));
    const check = () => checkForUpdate(context, new AbortController().signal);
    expect(await check()).toMatchObject({ latest: NEWER, current: PROGRAM.version });
    now = new Date('2026-01-01T23:59:00Z');
    await check();
    expect(asked).toEqual([`/${PROGRAM.name.replace('/', '%2f')}/latest`]);
    now = new Date('2026-01-02T00:00:01Z');
    await check();
    expect(asked).toHaveLength(2);
  });

  test('is also kept when it was a failure', async () => {
    answer = (response) => response.writeHead(500).end();
    const context = testContext(options());
    for (const _ of [1, 2, 3]) {
      const { failure, latest } = await checkForUpdate(context, new AbortController().signal);
      expect([failure, latest]).toEqual(['the npm registry answered 500', null]);
    }
    expect(asked).toHaveLength(1);
  });

  test('is not kept when the user stopped it', async () => {
    const controller = new AbortController();
    answer = () => controller.abort();
    const context = testContext(options());
    await checkForUpdate(context, controller.signal);
    await expect(readFile(updateCheckPath(context))).rejects.toThrow();
  });

  test('that never comes ends with the time that it may take, and that is kept', async () => {
    answer = () => {};
    const context = testContext(options());
    const { failure } = await checkForUpdate(context, AbortSignal.timeout(50));
    expect(failure).toContain('timeout');
    expect(JSON.parse(await readFile(updateCheckPath(context), 'utf8'))).toMatchObject({
      latest: null,
    });
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['an escape sequence', JSON.stringify({ version: '9.9.9\x1b[2J' })],
    ['no text', JSON.stringify({ version: 9 })],
    ['nothing', '{}'],
    ['an endless answer', `{"x":"${'y'.repeat(2 * 1024 * 1024)}"`],
  ])('of %s is a failure', async (_what, body) => {
    answer = (response) => response.end(body);
    const { latest, failure } = await checkForUpdate(
      testContext(options()),
      new AbortController().signal,
    );
    expect(latest).toBeNull();
    expect(failure).toContain('npm registry');
  });

  test('a redirect is not followed', async () => {
    answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    const { latest } = await checkForUpdate(testContext(options()), new AbortController().signal);
    expect([latest, asked.length]).toEqual([null, 1]);
  });

  test('that was tampered with on disk is asked for again', async () => {
    const context = testContext(options());
    await checkForUpdate(context, new AbortController().signal);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(
      updateCheckPath(context),
      JSON.stringify({
        current: PROGRAM.version,
        latest: '1.0.0\x1b',
        failure: null,
        checkedAt: context.now().toISOString(),
      }),
    );
    expect((await checkForUpdate(context, new AbortController().signal)).latest).toBe(NEWER);
  });
});

describe('the registry', () => {
  const nobody = async (): Promise<null> => null;
  const { signal } = new AbortController();

  test.each([
    ['https://npm.example/path', 'https://npm.example/path/'],
    ['http://127.0.0.1:4873', 'http://127.0.0.1:4873/'],
    ['http://npm.example/', null],
    ['https://user:secret@npm.example/', null],
    ['file:///etc/passwd', null],
    ['nonsense', null],
  ])('%s gives %s', async (given, url) => {
    expect((await findRegistry({ npm_config_registry: given }, signal, nobody))?.href ?? null).toBe(
      url,
    );
  });

  test('is that of the .npmrc, else what npm says, else none', async () => {
    const { mkdtemp, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const home = await mkdtemp(join(tmpdir(), 'vcp-npmrc-'));
    expect(await findRegistry({ HOME: home }, signal, nobody)).toBeNull();
    const npm = await findRegistry({ HOME: home }, signal, async () => 'https://from.npm/');
    expect(npm?.href).toBe('https://from.npm/');
    await writeFile(join(home, '.npmrc'), 'save-exact=true\nregistry = "https://from.file/x"\n');
    expect((await findRegistry({ HOME: home }, signal, nobody))?.href).toBe('https://from.file/x/');
  });
});

describe('vcp version', () => {
  test('is one line, and asks nobody', async () => {
    const { stdout } = await runForTest(['version'], options({ columns: 80 }));
    expect(stdout).toBe(`vcp version ${PROGRAM.version}\n`);
    expect(asked).toEqual([]);
    const json = JSON.parse((await runForTest(['version', '--json'], options())).stdout);
    expect(json).toEqual({ version: PROGRAM.version, node: process.versions.node });
  });

  test('--check tells of a newer one', async () => {
    const { exitCode, stderr } = await runForTest(['version', '--check'], options());
    expect([exitCode, stderr]).toEqual([0, `version ${NEWER} is there\n`]);
    const { stdout } = await runForTest(['version', '--check', '--json'], options());
    expect(JSON.parse(stdout)).toMatchObject({ latest: NEWER, updateAvailable: true });
  });

  test('--check that fails says so with status 7', async () => {
    answer = (response) => response.writeHead(404).end();
    const { exitCode, stderr } = await runForTest(['version', '--check'], options());
    expect(exitCode).toBe(7);
    expect(stderr).toContain(`no package ${PROGRAM.name}`);
  });
});

describe('beside another command', () => {
  test('a person at a terminal is told on stderr, once it is known', async () => {
    const { stdout, stderr } = await runForTest(['config', 'path'], options({ columns: 80 }));
    expect(stderr).toContain(`vcp ${NEWER} is there`);
    expect(stdout).not.toContain(NEWER);
  });

  test('an answer that hangs does not change the status of the command', async () => {
    answer = () => {};
    const { exitCode, stderr } = await runForTest(['config', 'path'], options({ columns: 80 }));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect((await runForTest(['config', 'path'], options({ columns: 80 }))).exitCode).toBe(0);
  });

  test.each([
    ['without a terminal', {}, ['config', 'path']],
    ['in CI', { columns: 80, env: { CI: 'true' } }, ['config', 'path']],
    [
      'when it is not wanted',
      { columns: 80, env: { VCP_NO_UPDATE_CHECK: '1' } },
      ['config', 'path'],
    ],
    ['with --quiet', { columns: 80 }, ['config', 'path', '--quiet']],
    ['for JSON', { columns: 80 }, ['config', '--json']],
    ['for help', { columns: 80 }, ['config', '--help']],
  ] as const)('nobody is asked %s', async (_when, more, words) => {
    await runForTest(words, options(more));
    expect(asked).toEqual([]);
  });

  test('CI=false is no CI', () => {
    expect(mayCheckForUpdate(testContext({ columns: 80, env: { CI: 'false' } }))).toBe(true);
  });
});

describe('versions', () => {
  test.each([
    ['1.0.1', '1.0.0', true],
    ['1.10.0', '1.9.9', true],
    ['1.0.0', '1.0.0-rc.1', true],
    ['1.0.0-rc.10', '1.0.0-rc.9', true],
    ['1.0.0-rc.1', '1.0.0', false],
    ['1.0.0', '1.0.0', false],
    ['0.9.0', '1.0.0', false],
    ['nonsense', '1.0.0', false],
  ])('%s after %s: %s', (candidate, current, newer) => {
    expect(isNewer(candidate, current)).toBe(newer);
  });

  test.each(['1.2.3', '0.0.1-beta.1', '1.0.0+build.5'])('%s is one', (text) => {
    expect(isVersion(text)).toBe(true);
  });

  test.each(['1.2', 'v1.2.3', '1.2.3 ', '1.2.3\n', '01x', '1.2.3-\u202e', '9'.repeat(99)])(
    '%j is none',
    (text) => {
      expect(isVersion(text)).toBe(false);
    },
  );
});
