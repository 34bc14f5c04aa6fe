import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createTestDatabase, runVcp, startPostgres, startVcp, temporaryFolder } from '@vcp/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const running: ReturnType<typeof startVcp>[] = [];
beforeEach(async () => {
  folder = await temporaryFolder('platform-e2e');
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await folder.remove();
});

interface Served {
  readonly url: string;
  readonly accessTokenFile: string | null;
  readonly [fact: string]: unknown;
}

/** Starts a platform and waits for its line of JSON. */
async function serve(args: readonly string[] = [], env: Record<string, string> = {}) {
  const words = ['platform', 'serve', '--port', '0', '--json', ...args];
  const child = startVcp(words, { home: folder.path, env: { VCP_HOME: home(), ...env } });
  running.push(child);
  const said = { stderr: '' };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  if (child.stdout === null) throw new TypeError('no stdout');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    failsWhenEnded(child, () => said.stderr),
  ]);
  const served: Served = JSON.parse(String(line));
  return { child, served, said };
}

/** So that a test does not wait for words of a server that is gone. */
async function failsWhenEnded(
  child: ReturnType<typeof startVcp>,
  words: () => string,
): Promise<never> {
  await once(child, 'close');
  throw new Error(`the platform ended: ${words()}`);
}

test('it ends with its input where that is wanted, so that no server outlives its starter', async () => {
  const { child, served } = await serve(['--until-stdin-closes']);
  const exited = once(child, 'exit');
  child.stdin?.end();
  expect((await exited)[0]).toBe(0);
  await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
});

test('with its input still open Ctrl-C ends it as ever', async () => {
  const { child } = await serve(['--until-stdin-closes']);
  expect(await end(child, 'SIGINT')).toBe(0);
});

test('the configuration names database and S3 service; a flag wins over it', async () => {
  await mkdir(home(), { recursive: true });
  await writeFile(
    join(home(), 'config.yaml'),
    'platform:\n  database_url: mysql://host/name\n  s3_endpoint: http://s3.example.org\n',
  );
  expect((await vcp(['platform', 'status'])).stderr).toContain('Use postgresql://host/name');
  const unset = { VCP_PLATFORM_DATABASE_URL: join(folder.path, 'other.db') };
  expect((await vcp(['platform', 'status'], unset)).exitCode).toBe(0);
  const flags = ['--database-url', join(folder.path, 'mine.db')];
  const { stderr } = await vcp(['platform', 'import', 's3://bucket/x', ...flags]);
  expect(stderr).toContain('refused the S3 service http://s3.example.org');
});

const home = () => join(folder.path, 'home');
const vcp = (args: readonly string[], env: Record<string, string> = {}) =>
  runVcp(args, { home: folder.path, env: { VCP_HOME: home(), ...env } });

async function end(child: ReturnType<typeof startVcp>, signal: 'SIGINT' | 'SIGTERM') {
  const exited = once(child, 'exit');
  child.kill(signal);
  const [exitCode] = await exited;
  return exitCode;
}

describe('platform serve', () => {
  test('prints one line of JSON once it answers, with all that a script needs', async () => {
    const { child, served } = await serve();
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    const dataDir = join(home(), 'platform');
    expect(served).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      dataUrl: `${served.url}/v1/data`,
      dataDir,
      database: join(dataDir, 'catalog.db'),
      accessTokenFile: join(dataDir, 'access-token'),
      datasets: 0,
    });
    expect(await end(child, 'SIGTERM')).toBe(0);
  });

  test('without --json it says how to go on, and ends with Ctrl-C', async () => {
    const child = startVcp(['platform', 'serve', '--port', '0'], {
      home: folder.path,
      env: { VCP_HOME: home() },
    });
    running.push(child);
    let said = '';
    const complete = new Promise<string>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (more: string) => {
          said += more;
          if (said.includes('Ctrl-C') && said.includes('Access token')) resolve(said);
        });
    });
    const text = await Promise.race([complete, failsWhenEnded(child, () => said)]);
    expect(text).toMatch(/Platform +http:\/\/127\.0\.0\.1:\d+/);
    expect(text).toContain('The catalog is empty');
    expect(text).toContain(join(home(), 'platform', 'access-token'));
    expect(await end(child, 'SIGINT')).toBe(0);
  });

  test('the token that it keeps opens the signed-in routes to our own client', async () => {
    const { served } = await serve();
    const token = (await readFile(served.accessTokenFile ?? '', 'utf8')).trim();
    expect((await stat(served.accessTokenFile ?? '')).mode & 0o777).toBe(0o600);
    expect((await stat(join(home(), 'platform'))).mode & 0o777).toBe(0o700);
    const search = ['--platform', served.url, 'data', 'search', '*', '--json'];
    const good = await vcp(search, { VCP_TOKEN: token });
    expect([good.exitCode, good.stderr]).toEqual([0, expect.not.stringContaining(token)]);
    const wrong = await vcp(search, { VCP_TOKEN: 'wrong-wrong-wrong-wrong' });
    expect(wrong.exitCode).toBe(4);
  });

  test('VCP_PLATFORM_TOKEN replaces the kept token, and no file is made', async () => {
    const own = 'the-operator-made-this-one';
    const { served } = await serve([], { VCP_PLATFORM_TOKEN: own });
    expect(served.accessTokenFile).toBeNull();
    const answer = await fetch(`${served.url}/v1/data/search?query=*`, {
      headers: { authorization: `Bearer ${own}` },
    });
    expect(answer.status).toBe(200);
    expect(await readdir(join(home(), 'platform'))).not.toContain('access-token');
  });

  test('logs to a file for its owner only, without tokens and queries', async () => {
    const file = join(folder.path, 'logs', 'platform.log');
    const { child, served, said } = await serve(['--log-level', 'info', '--log-file', file]);
    await fetch(`${served.url}/v1/data/search?query=find-me`, {
      headers: { authorization: 'Bearer secret-secret-secret' },
    });
    await end(child, 'SIGTERM');
    const log = await readFile(file, 'utf8');
    const lines = log.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['listening', 'request', 'closed']);
    expect(log).not.toMatch(/find-me|secret-secret/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(said.stderr).not.toContain('"msg"');
  });

  test('runs on PostgreSQL', async () => {
    const server = await startPostgres();
    const database = await createTestDatabase(server.url);
    const { child, served } = await serve([], { VCP_PLATFORM_DATABASE_URL: database.url });
    expect(served).toMatchObject({ database: 'PostgreSQL' });
    expect((await fetch(`${served.url}/v1/data/public/search?query=*`)).status).toBe(200);
    expect(await end(child, 'SIGTERM')).toBe(0);
    await database.drop();
    await server.stop();
  });

  test.each([
    [['--host', '0.0.0.0'], 2, 'other machines could reach it'],
    [['--port', '70000'], 2, '65535'],
    [['--port', '-1'], 2, 'port'],
    [['--prot', '1'], 2, '--port'],
    [['--s3-endpoint', 'http://s3.example.org'], 2, 'in the clear'],
    [['--s3-endpoint', 'https://s3.example.org'], 2, 'AWS_ACCESS_KEY_ID'],
    [['--database-url', 'mysql://x'], 2, 'not supported'],
    [['--data-dir', '/dev/null/x'], 1, '--data-dir'],
  ])('%j ends with %i and says why', async (args, exitCode, reason) => {
    const ended = await vcp(['platform', 'serve', ...args]);
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr).toContain(reason);
    expect(ended.stdout).toBe('');
  });

  test('a taken port ends with 1 and names it', async () => {
    const { served } = await serve();
    const { port } = new URL(served.url);
    const ended = await vcp(['platform', 'serve', '--port', port]);
    expect([ended.exitCode, ended.stderr]).toEqual([1, expect.stringContaining(port)]);
    expect(ended.stderr).toContain('--port 0');
  });
});

describe('platform status and migrate', () => {
  test('status of nothing makes nothing', async () => {
    const ended = await vcp(['platform', 'status', '--json']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ schema: 'none', hasAccessToken: false });
    await expect(stat(join(home(), 'platform'))).rejects.toThrow('ENOENT');
  });

  test('migrate sets up, once, also when two run at the same time', async () => {
    const ends = await Promise.all([
      vcp(['platform', 'migrate', '--json']),
      vcp(['platform', 'migrate', '--json']),
    ]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const applied = ends.map(({ stdout }) => JSON.parse(stdout).applied.length).toSorted();
    expect(applied[0]).toBe(0);
    expect(applied[1]).toBeGreaterThan(0);
    const again = await vcp(['platform', 'migrate']);
    expect(again.stdout).toBe('The schema is up to date.\n');
    const status = await vcp(['platform', 'status']);
    expect(status.stdout).toMatch(/Schema +up to date/);
    expect(status.stdout).toMatch(/Datasets +0 \(0 public\)/);
  });

  test('a file that is no database is left alone and named', async () => {
    const dataDir = join(home(), 'platform');
    await mkdir(dataDir, { recursive: true });
    await writeFile(
      join(dataDir, 'catalog.db'),
      'this is no database, it is a letter\n'.repeat(99),
    );
    const ended = await vcp(['platform', 'migrate']);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('catalog.db');
    expect(await readFile(join(dataDir, 'catalog.db'), 'utf8')).toContain('it is a letter');
  });
});
