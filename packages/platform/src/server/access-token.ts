import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@vcp/schema/errors';

const MIN_LENGTH = 20;

/** Where the access token of a data folder lies. */
export function accessTokenFile(dataDir: string): string {
  return join(dataDir, 'access-token');
}

/**
 * The token that members of this platform show: `given` when the operator chose one, else the one
 * kept in the data folder, else a new random one, kept there from now on for its owner's eyes only.
 * Servers that start at the same time on one folder agree on one token.
 *
 * @throws ConfigError when the token is too short to be safe or not fit for an HTTP header
 */
export async function loadAccessToken(dataDir: string, given?: string): Promise<string> {
  if (given !== undefined) return checked(given, 'VCP_PLATFORM_TOKEN');
  const file = accessTokenFile(dataDir);
  return (await readToken(file)) ?? (await createToken(file));
}

async function readToken(file: string): Promise<string | null> {
  try {
    return checked((await readFile(file, 'utf8')).trim(), file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Written aside and linked into place: the name appears with its content, and only once. */
async function createToken(file: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  const token = `vcp_${randomBytes(32).toString('base64url')}`;
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${token}\n`);
    await handle.sync();
    await link(aside, file);
    return token;
  } catch (error) {
    const other = hasCode(error, 'EEXIST') ? await readToken(file) : null;
    if (other !== null) return other;
    throw error;
  } finally {
    await handle.close();
    await rm(aside, { force: true });
  }
}

function checked(token: string, source: string): string {
  if (token.length >= MIN_LENGTH && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigError(
    `the access token from ${source} must be at least ${MIN_LENGTH} printable ASCII characters without spaces`,
    { hint: 'Make one with: openssl rand -hex 32' },
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
