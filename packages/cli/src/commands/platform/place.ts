import { join, resolve } from 'node:path';
import type { Config } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';

/** Flags by which every platform command finds the platform that it works on. */
export interface PlaceFlags {
  readonly dataDir?: string;
  readonly databaseUrl?: string;
}

/** The declarations of {@link PlaceFlags}. */
export const placeFlags = {
  dataDir: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'DIR',
    brief: 'The folder of the platform; ~/.vcp/platform without it',
  },
  databaseUrl: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'URL',
    brief:
      'postgresql://… instead of the embedded database; with a password, set platform.database_url',
  },
} as const;

/** The platform that a command works on: flags, then the configuration. */
export function platformPlace(
  context: Pick<VcpContext, 'cwd' | 'home'>,
  config: Config,
  flags: PlaceFlags,
): { readonly dataDir: string; readonly databaseUrl: string | null } {
  return {
    dataDir: resolve(context.cwd, flags.dataDir ?? join(context.home, 'platform')),
    databaseUrl: (flags.databaseUrl ?? config.get('platform.database_url')) || null,
  };
}
