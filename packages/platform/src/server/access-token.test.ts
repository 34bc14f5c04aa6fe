import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@vcp/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessTokenFile, loadAccessToken } from './access-token.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'vcp-token-')), 'platform');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

describe('loadAccessToken', () => {
  test('makes a token once, that only its owner can read', async () => {
    const token = await loadAccessToken(dataDir);
    expect(token).toMatch(/^vcp_[\w-]{43}$/);
    expect(await loadAccessToken(dataDir)).toBe(token);
    const file = await stat(accessTokenFile(dataDir));
    expect(file.mode & 0o777).toBe(0o600);
  });

  test('two folders have different tokens', async () => {
    expect(await loadAccessToken(join(dataDir, 'a'))).not.toBe(
      await loadAccessToken(join(dataDir, 'b')),
    );
  });

  test('servers that start at once agree', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => loadAccessToken(dataDir)));
    expect(new Set(tokens).size).toBe(1);
    expect((await readFile(accessTokenFile(dataDir), 'utf8')).trim()).toBe(tokens[0]);
  });

  test('a given token wins and nothing is written', async () => {
    const given = 'an-operator-chose-this-one';
    expect(await loadAccessToken(dataDir, given)).toBe(given);
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });

  test.each(['', 'short', 'has spaces in it and is long', `${'x'.repeat(40)}\n`, 'ü'.repeat(30)])(
    'refuses the token %j without repeating it',
    async (given) => {
      const error = await loadAccessToken(dataDir, given).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      if (given !== '') expect(String(error)).not.toContain(given);
    },
  );

  test('an emptied token file is an error, not an open door', async () => {
    await loadAccessToken(dataDir);
    await writeFile(accessTokenFile(dataDir), '\n');
    await expect(loadAccessToken(dataDir)).rejects.toThrow(ConfigError);
  });
});
