import { readStoredToken } from '@vcp/client';
import { ConfigError } from '@vcp/schema/errors';
import type { Config } from '../../config/index.ts';
import { CONFIG_KEYS } from '../../config/keys.ts';
import type { VcpContext } from '../../context.ts';
import { warn } from '../../output/notes.ts';

/**
 * The token for the data API, or null to go on signed out. `VCP_TOKEN` wins, but is not sent where
 * a file in the current folder points; the sign-in that the original client stored goes only to the
 * platform that it was made for. What cannot be used is said on stderr.
 */
export async function findAccessToken(context: VcpContext, config: Config): Promise<string | null> {
  const given = tokenOf(context.env.VCP_TOKEN);
  if (given !== null) {
    if (config.trusted('data_api.base_url')) return given;
    warn(
      context,
      'VCP_TOKEN is not sent to the platform that ./config.yaml names; choose it with --config ./config.yaml or --platform',
    );
    return null;
  }
  if (!isHome(config)) return null;
  const stored = await readStoredToken(context.home, context.now());
  if (stored.state === 'valid') return stored.token;
  if (stored.state === 'expired')
    warn(
      context,
      `the stored sign-in expired on ${stored.expiresAt.toISOString()}; going on signed out. Sign in again, or set VCP_TOKEN, to see restricted data`,
    );
  if (stored.state === 'unreadable')
    warn(
      context,
      `the stored sign-in ${stored.path} cannot be used: ${stored.reason}; going on signed out. It was left as it is; sign in again, or set VCP_TOKEN`,
    );
  return null;
}

/** Whether the data API is the one that the stored sign-in was made for. */
function isHome(config: Config): boolean {
  const { source } = config.origin('data_api.base_url');
  if (source === 'built-in' || source === 'home') return true;
  return (
    new URL(config.get('data_api.base_url')).origin ===
    new URL(CONFIG_KEYS['data_api.base_url'].builtIn).origin
  );
}

/** A token as people paste it: without the blanks, quotes and byte order mark around it. */
function tokenOf(text: string | undefined): string | null {
  const token = (text ?? '')
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2');
  if (token === '') return null;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigError('VCP_TOKEN has blanks, line breaks or characters that no token has', {
    hint: 'Copy the token again, as one word.',
  });
}
