import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPostgres, type PostgresServer } from './postgres.ts';
import { launchS3, type S3Server } from './s3.ts';
import { SHARED_SERVERS_VARIABLE } from './shared-servers.ts';

/**
 * Vitest's global set-up: servers that test files share, and one temporary folder for all of them.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const removeTemporaryFiles = await ownTemporaryFolder();
  const stopServers = await shareServers();
  return async () => {
    await stopServers();
    await removeTemporaryFiles();
  };
}

/** Whatever a test leaves in the system's temporary folder is gone after the run. */
async function ownTemporaryFolder(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'vcp-run-'));
  await chmod(folder, 0o711); // servers run as other users below it
  process.env.TMPDIR = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove); // after Ctrl-C vitest ends without tearing down
  return async () => {
    process.off('exit', remove);
    remove();
  };
}

/**
 * Opens the door behind which the shared servers are: whichever file asks first (see
 * `startPostgres`, `startS3`) has the server started, the others get the same one, and a run in
 * which nobody asks starts none. The returned function stops them.
 */
async function shareServers(): Promise<() => Promise<void>> {
  const launchers = { postgres: launchPostgres, s3: launchS3 };
  const launched = new Map<string, Promise<PostgresServer | S3Server>>();
  const secret = randomBytes(16).toString('hex');

  const door = createServer((request, response) => {
    const [, given, name] = (request.url ?? '').split('/');
    if (given !== secret || (name !== 'postgres' && name !== 's3')) {
      response.writeHead(404).end();
      return;
    }
    const server = launched.get(name) ?? launchers[name]();
    launched.set(name, server);
    server.then(
      (ready) => response.end(JSON.stringify(ready)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : ''),
    );
  });
  // A MinIO that is built first takes minutes.
  door.requestTimeout = 0;
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const address = door.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  process.env[SHARED_SERVERS_VARIABLE] = `http://127.0.0.1:${port}/${secret}`;

  return async () => {
    door.close();
    door.closeAllConnections();
    for (const server of await Promise.allSettled([...launched.values()])) {
      if (server.status === 'fulfilled') await server.value.stop();
    }
  };
}
