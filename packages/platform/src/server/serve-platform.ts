import type { Logger } from 'pino';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { isExclusiveFolder } from '../credentials/exclusive-folder.ts';
import type { S3Settings } from '../credentials/s3-settings.ts';
import type { S3Location } from '../credentials/session-policy.ts';
import { loadAccessToken } from './access-token.ts';
import { createApp } from './app.ts';
import { openMigratedCatalog, type PlatformPlace } from './data-folder.ts';
import type { PlatformDeps } from './deps.ts';
import { deriveKeys } from './keys.ts';
import { listen, loopbackHost } from './listen.ts';
import { openCatalogReader } from './open-catalog-reader.ts';
import { type CatalogContents, readContents } from './platform-status.ts';
import { LOOPBACK_NAMES } from './request-guard.ts';

export interface ServeOptions extends PlatformPlace {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Null makes or takes the one in the data folder. */
  readonly accessToken: string | null;
  /** Null hands out no keys for S3. */
  readonly s3: S3Settings | null;
  readonly viewerUrl: string;
  readonly log: Logger;
  readonly now: () => Date;
}

/** A platform that answers requests. */
export interface ServedPlatform {
  /** `http://host:port`, no trailing slash. */
  readonly url: string;
  /** What the catalog holds as it starts. */
  readonly contents: CatalogContents;
  /** Lets requests in flight finish for `graceMs`, then cuts them off and closes the database. */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves a platform on a loopback address, with its schema brought up to date. Once this returns it
 * answers. Several servers may share a data folder.
 *
 * @throws UsageError for a host that other machines could reach
 * @throws Conflict when the port is taken
 */
export async function servePlatform(options: ServeOptions): Promise<ServedPlatform> {
  const host = loopbackHost(options.host);
  const database = await openMigratedCatalog(options);
  const { log } = options;
  try {
    const accessToken = await loadAccessToken(options.dataDir, options.accessToken ?? undefined);
    const keys = deriveKeys(accessToken);
    const app = createApp({
      catalog: openCatalogReader(database, keys.cursor),
      keys,
      accessToken,
      issueCredentials: await issuer(options.s3, database),
      hostNames: new Set([...LOOPBACK_NAMES, host.includes(':') ? `[${host}]` : host]),
      viewerUrl: options.viewerUrl,
      log,
      now: options.now,
    });
    const contents = await readContents(database);
    const server = await listen((request) => app.fetch(request), { host, port: options.port });
    log.info({ url: server.url }, 'listening');
    return {
      url: server.url,
      contents,
      close: async (graceMs) => {
        await server.close(graceMs);
        await database.close();
        log.info('closed');
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Loads what asks STS only where there is an S3 service to ask. */
async function issuer(
  settings: S3Settings | null,
  catalog: CatalogDatabase,
): Promise<PlatformDeps['issueCredentials']> {
  if (settings === null) return async () => null;
  const { issueCredentials } = await import('../credentials/credential-issuer.ts');
  const isExclusive = (folder: S3Location, id: string) => isExclusiveFolder(catalog, folder, id);
  return (dataset, signal) => issueCredentials({ settings, isExclusive }, dataset, signal);
}
