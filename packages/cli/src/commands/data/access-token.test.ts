import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetch } from '@vcp/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountOf } from './account.ts';
import { type TestHome, type TestRunOptions, testHome } from './test-run.ts';

const BUILT_IN = 'https://cosmic-shepherd.prod-vcp.prod.czi.team/v1/data/';
const NOW = new Date('2026-05-01T12:00:00Z');

let home: TestHome;
beforeEach(async () => {
  home = await testHome('');
});
afterEach(() => home.remove());

/** Stores a sign-in as the original client does. */
async function storeToken(expiresAt: Date): Promise<void> {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const plain = JSON.stringify({
    access_token: 'access',
    id_token: 'stored.id.token',
    expires_at: expiresAt.getTime() / 1000,
  });
  const head = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(8), iv]);
  const body = Buffer.concat([head, cipher.update(plain), cipher.final()]);
  const mac = createHmac('sha256', key.subarray(0, 16)).update(body).digest();
  await writeFile(join(home.path, 'tokens.json'), Buffer.concat([body, mac]).toString('base64url'));
  await writeFile(join(home.path, '.encryption_key'), key.toString('base64url'));
}

/** Runs a search on a network that only remembers where it was asked, and with which token. */
async function ask(options: TestRunOptions = {}, words: readonly string[] = []) {
  const asked: { readonly url: string; readonly authorization: string | null }[] = [];
  const fetch: Fetch = async (input, init) => {
    const authorization = init.headers.Authorization ?? null;
    asked.push({ url: String(input), authorization });
    return Response.json({ data: [], total: 0, cursor: null });
  };
  const run = await home.run(['data', 'search', 'x', ...words], {
    ...options,
    fetch,
    now: () => NOW,
  });
  return { ...run, url: asked[0]?.url, authorization: asked[0]?.authorization };
}

test('without a token the public family is asked', async () => {
  const { url, authorization, stderr } = await ask();
  expect(url).toMatch(/^https:\/\/cosmic-shepherd\.[^/]+\/v1\/data\/public\/search\?/);
  expect(authorization).toBeNull();
  expect(stderr).not.toContain('warning');
});

test('the stored sign-in goes to the platform that it was made for', async () => {
  await storeToken(new Date('2026-05-01T13:00:00Z'));
  const { url, authorization } = await ask();
  expect(url).toMatch(/^https:\/\/cosmic-shepherd\.[^/]+\/v1\/data\/search\?/);
  expect(authorization).toBe('Bearer stored.id.token');
});

test('the stored sign-in is not sent to another platform, however that was chosen', async () => {
  await storeToken(new Date('2026-05-01T13:00:00Z'));
  const other = 'https://platform.example';
  const file = join(home.path, 'mine.yaml');
  await writeFile(file, `data_api:\n  base_url: ${other}/v1/data\n`);
  for (const [options, words] of [
    [{ env: { VCP_PLATFORM: other } }, []],
    [{ env: { VCP_DATA_API_BASE_URL: `${other}/v1/data` } }, []],
    [{}, ['--platform', other]],
    [{}, ['--config', file]],
  ] as const) {
    const { url, authorization } = await ask(options, words);
    expect(url).toMatch(/^https:\/\/platform\.example\/v1\/data\/public\/search\?/);
    expect(authorization).toBeNull();
  }
});

test('the same platform named again still gets it', async () => {
  await storeToken(new Date('2026-05-01T13:00:00Z'));
  const { authorization } = await ask({ env: { VCP_DATA_API_BASE_URL: BUILT_IN } });
  expect(authorization).toBe('Bearer stored.id.token');
});

test('a platform in the own configuration of the user gets it', async () => {
  await storeToken(new Date('2026-05-01T13:00:00Z'));
  const base = 'https://mine.example/v1/data';
  await writeFile(join(home.path, 'config.yaml'), `data_api:\n  base_url: ${base}\n`);
  const { url, authorization } = await ask();
  expect(url).toContain('https://mine.example/v1/data/search?');
  expect(authorization).toBe('Bearer stored.id.token');
});

test('an expired sign-in is said, not sent and not deleted', async () => {
  await storeToken(new Date('2026-05-01T11:59:59Z'));
  const { exitCode, url, authorization, stderr } = await ask();
  expect({ exitCode, authorization }).toEqual({ exitCode: 0, authorization: null });
  expect(url).toContain('/public/search');
  expect(stderr).toContain('expired on 2026-05-01T11:59:59.000Z; going on signed out');
  expect((await readdir(home.path)).sort()).toEqual(['.encryption_key', 'tokens.json']);
});

test('an unreadable sign-in is said and left as it is', async () => {
  await writeFile(join(home.path, 'tokens.json'), 'nonsense');
  const { exitCode, stderr } = await ask();
  expect(exitCode).toBe(0);
  expect(stderr).toContain('cannot be used');
  expect(await readdir(home.path)).toEqual(['tokens.json']);
});

test('VCP_TOKEN wins and goes where the user points', async () => {
  await storeToken(new Date('2026-05-01T13:00:00Z'));
  const env = { VCP_TOKEN: ' "given" \n', VCP_PLATFORM: 'https://platform.example' };
  expect((await ask({ env })).authorization).toBe('Bearer given');
});

test('VCP_TOKEN is not sent where a file in the current folder points', async () => {
  const folder = await testHome('');
  const yaml = 'data_api:\n  base_url: https://evil.example/v1/data\n';
  await writeFile(join(folder.path, 'config.yaml'), yaml);
  const asked: (string | null)[] = [];
  const fetch: Fetch = async (_, init) => {
    asked.push(init.headers.Authorization ?? null);
    return Response.json({ data: [], cursor: null });
  };
  const env = { VCP_TOKEN: 'given' };
  const options = { env, fetch, cwd: folder.path };
  const { stderr } = await home.run(['data', 'search', 'x'], options);
  await folder.remove();
  expect(asked).toEqual([null]);
  expect(stderr).toContain('VCP_TOKEN is not sent');
});

test.each(['two words', 'line\nbreak', 'ümlaut'])(
  'VCP_TOKEN %j is refused unseen',
  async (token) => {
    const { exitCode, stderr, url } = await ask({ env: { VCP_TOKEN: token } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('VCP_TOKEN');
    expect(stderr).not.toContain(token);
    expect(url).toBeUndefined();
  },
);

test('plain http is for this machine only', async () => {
  const { exitCode, stderr, url } = await ask({ env: { VCP_PLATFORM: 'http://platform.example' } });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('only https:// is allowed');
  expect(url).toBeUndefined();
});

test('an account keeps its name when its token is renewed', () => {
  const jwt = (claims: object) =>
    `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  expect(accountOf(null)).toBeNull();
  expect(accountOf(jwt({ sub: 'someone', exp: 1 }))).toBe(
    accountOf(jwt({ sub: 'someone', exp: 2 })),
  );
  for (const token of [
    'opaque',
    'a.b.c',
    jwt({}),
    jwt({ sub: 7 }),
    `h.${Buffer.from('null').toString('base64url')}.s`,
  ]) {
    expect(accountOf(token)).toMatch(/^token:[0-9a-f]{16}$/);
    expect(accountOf(token)).not.toContain(token);
  }
});
