import { checkedUrl, type Platform } from '@vcp/client';
import { ConfigError, InputError } from '@vcp/schema';
import { type Config, describeOrigin, loadConfig } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';
import { debug, note } from '../../output/notes.ts';
import { PROGRAM } from '../../program.ts';
import { findAccessToken } from './access-token.ts';

/** The platform that a command talks to, and the configuration that chose it. */
export interface OpenedPlatform {
  readonly platform: Platform;
  readonly config: Config;
}

const TIMEOUT_MS = 30_000;
const RETRIES = 4;

/**
 * Reads the configuration and prepares the platform; no request is made. The token is looked up
 * when it is first needed. Throws a {@link ConfigError} for an address that must not be asked.
 */
export async function openPlatform(context: VcpContext): Promise<OpenedPlatform> {
  const config = await loadConfig(context);
  const dataUrl = config.get('data_api.base_url').replace(/\/+$/, '');
  refuseUnsafe(dataUrl, config);
  let token: Promise<string | null> | null = null;
  const platform: Platform = {
    dataUrl,
    token: () => {
      token ??= findAccessToken(context, config);
      return token;
    },
    fetch: context.fetch,
    userAgent: `vcp-cli/${PROGRAM.version}`,
    timeoutMs: TIMEOUT_MS,
    retries: RETRIES,
    onRequest: (line) => debug(context, line),
    onRetry: ({ message }, waitMs) =>
      note(context, `${message}; trying again in ${(waitMs / 1000).toFixed(1)} s`),
  };
  return { platform, config };
}

function refuseUnsafe(dataUrl: string, config: Config): void {
  try {
    checkedUrl(dataUrl);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const origin = describeOrigin(config.origin('data_api.base_url'));
    throw new ConfigError(`data_api.base_url (${origin}): ${error.message}`, {
      hint: error.hint,
      cause: error,
    });
  }
}
