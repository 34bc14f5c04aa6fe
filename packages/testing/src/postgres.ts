import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onFreePort } from './free-port.ts';
import { keepProcess } from './kept-process.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { runProgram } from './run-program.ts';
import { isReachableByAll, type User, unprivilegedUser } from './unprivileged-user.ts';
import { waitUntil } from './wait-until.ts';

/** A PostgreSQL server in which databases may be made. */
export interface PostgresServer {
  /** The server's maintenance database, for a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  // Nothing here has to survive a crash.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/**
 * Starts a PostgreSQL server of the caller's own: loopback only, a random password, its data in a
 * temporary folder, as an unprivileged user when we are root. It is stopped and removed by
 * `stop()`, and also when this process dies. Throws `Failed` when no PostgreSQL can be had.
 */
export function launchPostgres(): Promise<PostgresServer> {
  return onFreePort(async (port) => {
    const user = await unprivilegedUser();
    const folder = await dataFolder(user);
    try {
      return await launchIn(folder, user, port);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  });
}

async function launchIn(folder: string, user: User | null, port: number): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries(folder, user);
  const password = randomBytes(18).toString('hex');
  const data = join(folder, 'data');
  await initialize(binaries, folder, data, user, password);
  const server = await keepProcess({
    command: join(binaries, 'postgres'),
    args: [
      ...['-D', data, '-p', String(port)],
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { TZ: 'UTC' },
    cwd: folder,
    user,
    log: join(folder, 'log'),
    remove: [folder],
    stopSignal: 'SIGINT',
  });
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  try {
    await waitUntil(() => answers(url), server.died, 'PostgreSQL');
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, stop: server.stop };
}

async function dataFolder(user: User | null): Promise<string> {
  const preferred = tmpdir();
  const usable = user === null || (await isReachableByAll(join(preferred, 'data')));
  const folder = await mkdtemp(join(usable ? preferred : '/tmp', 'vcp-postgres-'));
  if (user !== null) await chown(folder, user.uid, user.gid);
  return folder;
}

async function initialize(
  binaries: string,
  folder: string,
  data: string,
  user: User | null,
  password: string,
): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== null) await chown(passwordFile, user.uid, user.gid);
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  await runProgram(
    join(binaries, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', `--locale=${locale}`, '--no-sync', '--no-instructions'],
    ],
    { cwd: folder, env: { TZ: 'UTC', PATH: process.env.PATH }, user },
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {}); // it is not up yet: the next try tells more
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
