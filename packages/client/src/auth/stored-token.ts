import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../wire/parse-json.ts';

/** What the original client's login left in its folder. */
export type StoredToken =
  | { readonly state: 'none' }
  | { readonly state: 'valid'; readonly token: string; readonly expiresAt: Date }
  | { readonly state: 'expired'; readonly expiresAt: Date }
  | { readonly state: 'unreadable'; readonly path: string; readonly reason: string };

const MAX_FILE_BYTES = 1024 * 1024;

const Tokens = z.looseObject({
  access_token: z.string().min(1),
  id_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_at: z.number().nullish(),
});

/**
 * Reads the tokens that the original client keeps in `home` (`tokens.json`, a Fernet token, beside
 * `.encryption_key`). Only reads: what cannot be read is reported, never deleted.
 */
export async function readStoredToken(home: string, now: Date): Promise<StoredToken> {
  const path = join(home, 'tokens.json');
  const encrypted = await readOrNull(path);
  if (encrypted === null) return { state: 'none' };
  if ('reason' in encrypted) return { state: 'unreadable', path, reason: encrypted.reason };
  const keyPath = join(home, '.encryption_key');
  const key = await readOrNull(keyPath);
  if (key === null || 'reason' in key)
    return { state: 'unreadable', path, reason: key?.reason ?? `its key ${keyPath} is missing` };
  // Most runs have no stored token, and the ciphers cost more than the rest of a short command.
  const { decryptFernet } = await import('./fernet.ts');
  const plain = decryptFernet(key.text, encrypted.text);
  if (plain === null) return { state: 'unreadable', path, reason: 'it does not fit its key' };
  return fromPlain(plain, path, now);
}

function fromPlain(plain: string, path: string, now: Date): StoredToken {
  const tokens = Tokens.safeParse(jsonOrNull(plain));
  if (!tokens.success) return { state: 'unreadable', path, reason: 'it holds no tokens' };
  const { id_token: token, expires_at } = tokens.data;
  // As the original reads it, a missing time means that the hour starts now.
  const expiresAt = new Date((expires_at || now.getTime() / 1000 + 3600) * 1000);
  if (Number.isNaN(expiresAt.getTime()))
    return { state: 'unreadable', path, reason: 'its time of expiry is no time' };
  return expiresAt > now ? { state: 'valid', token, expiresAt } : { state: 'expired', expiresAt };
}

function jsonOrNull(text: string): unknown {
  try {
    return parseJson(text, 'the token file');
  } catch {
    return null;
  }
}

async function readOrNull(
  path: string,
): Promise<{ readonly text: string } | { readonly reason: string } | null> {
  try {
    const bytes = await readFile(path);
    return bytes.length > MAX_FILE_BYTES
      ? { reason: 'it is too large' }
      : { text: bytes.toString('utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    return { reason: `${path} cannot be read (${String(code)})` };
  }
}
