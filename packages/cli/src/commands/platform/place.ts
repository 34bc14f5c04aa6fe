import { join, resolve } from 'node:path';
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
      'postgresql://… instead of the embedded database; with a password, set VCP_PLATFORM_DATABASE_URL',
  },
} as const;

/** The platform that a command works on. */
export function platformPlace(
  context: Pick<VcpContext, 'cwd' | 'home' | 'env'>,
  flags: PlaceFlags,
): { readonly dataDir: string; readonly databaseUrl: string | null } {
  return {
    dataDir: resolve(context.cwd, flags.dataDir ?? join(context.home, 'platform')),
    databaseUrl: flags.databaseUrl ?? (context.env.VCP_PLATFORM_DATABASE_URL || null),
  };
}
