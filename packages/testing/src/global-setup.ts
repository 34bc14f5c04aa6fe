import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { launchPostgres, type PostgresServer } from './postgres.ts';
import { launchS3, type S3Server } from './s3.ts';
import { SHARED_SERVERS_VARIABLE } from './shared-servers.ts';

/**
 * Vitest's global set-up. It lives in the process that outlives all test files: whichever file asks
 * first (see `startPostgres`, `startS3`) has the server started, the others get the same one, and a
 * run in which nobody asks starts none. The returned function stops them.
 */
export default async function shareServers(): Promise<() => Promise<void>> {
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
