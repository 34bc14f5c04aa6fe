import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStoredToken } from './stored-token.ts';

const now = new Date('2026-05-01T12:00:00Z');
const seconds = now.getTime() / 1000;
const key = randomBytes(32);
let home = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vcp-tokens-'));
});
afterEach(() => rm(home, { recursive: true }));

async function store(plain: string): Promise<void> {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const head = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(8), iv]);
  const body = Buffer.concat([head, cipher.update(plain, 'utf8'), cipher.final()]);
  const mac = createHmac('sha256', key.subarray(0, 16)).update(body).digest();
  const token = Buffer.concat([body, mac]).toString('base64url');
  await writeFile(join(home, 'tokens.json'), token);
  await writeFile(join(home, '.encryption_key'), `${key.toString('base64url')}=`);
}

const tokens = {
  access_token: 'access',
  id_token: 'the.id.token',
  refresh_token: null,
  expires_in: 3600,
};

test('no folder, no file: no token', async () => {
  expect(await readStoredToken(join(home, 'none'), now)).toEqual({ state: 'none' });
  expect(await readStoredToken(home, now)).toEqual({ state: 'none' });
});

test('the id token is what is read, until it expires', async () => {
  await store(JSON.stringify({ ...tokens, expires_at: seconds + 1, more: 'is ignored' }));
  const expiresAt = new Date('2026-05-01T12:00:01Z');
  const stored = await readStoredToken(home, now);
  expect(stored).toEqual({ state: 'valid', token: 'the.id.token', expiresAt });
  expect(await readStoredToken(home, expiresAt)).toEqual({ state: 'expired', expiresAt });
});

test('without a time of expiry the token counts as fresh', async () => {
  await store(JSON.stringify({ ...tokens, expires_at: 0 }));
  expect(await readStoredToken(home, now)).toMatchObject({ state: 'valid' });
});

test.each([
  ['no JSON', 'nonsense'],
  ['no object', '[]'],
  ['no id token', '{"access_token":"a","expires_at":1}'],
  ['an id token that no header can carry', '{"access_token":"a","id_token":"a\\nb"}'],
  ['a time that is none', '{"access_token":"a","id_token":"b","expires_at":1e300}'],
])('%s: unreadable, and nothing is deleted', async (_, plain) => {
  await store(plain);
  expect(await readStoredToken(home, now)).toMatchObject({ state: 'unreadable' });
  expect((await readdir(home)).sort()).toEqual(['.encryption_key', 'tokens.json']);
});

test('a foreign or missing key: unreadable, and both files stay as they are', async () => {
  await store(JSON.stringify(tokens));
  const path = join(home, '.encryption_key');
  await writeFile(path, randomBytes(32).toString('base64url'));
  const before = await readFile(join(home, 'tokens.json'), 'utf8');
  expect(await readStoredToken(home, now)).toMatchObject({ reason: 'it does not fit its key' });
  await rm(path);
  expect(await readStoredToken(home, now)).toMatchObject({ state: 'unreadable' });
  expect(await readFile(join(home, 'tokens.json'), 'utf8')).toBe(before);
});

test('what is no file is reported', async () => {
  await mkdir(join(home, 'tokens.json'));
  expect(await readStoredToken(home, now)).toMatchObject({ state: 'unreadable' });
});
