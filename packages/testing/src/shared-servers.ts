import { Failed } from '@vcp/schema';
import { launchPostgres, type PostgresServer } from './postgres.ts';
import { launchS3, type S3Server } from './s3.ts';

/** Names the global set-up of the running test run; set by it. */
export const SHARED_SERVERS_VARIABLE = 'VCP_TEST_SERVERS';

/**
 * A PostgreSQL server: the one that `TEST_DATABASE_URL` names, else the one that all files of a
 * test run share (started when first asked for, stopped at the end of the run, so that `stop()`
 * does nothing), else, outside a test run, one of the caller's own.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const server = await shared('postgres', ['url']);
  return server === null ? launchPostgres() : { ...server, stop: async () => {} };
}

/** An S3 server: the one that all files of a test run share, else one of the caller's own. */
export async function startS3(): Promise<S3Server> {
  const server = await shared('s3', ['endpoint', 'accessKey', 'secretKey', 'region']);
  return server === null ? launchS3() : { ...server, stop: async () => {} };
}

/** Asks the global set-up for a server; null when there is no test run around us. */
async function shared<Field extends string>(
  name: 'postgres' | 's3',
  fields: readonly Field[],
): Promise<Record<Field, string> | null> {
  const address = process.env[SHARED_SERVERS_VARIABLE];
  if (address === undefined) return null;
  const answer = await fetch(`${address}/${name}`, { signal: AbortSignal.timeout(1_200_000) });
  if (!answer.ok) throw new Failed(await answer.text());
  const server: unknown = await answer.json();
  return Object.fromEntries(
    fields.map((field) => [field, String(Reflect.get(Object(server), field))]),
  ) as Record<Field, string>; // just made of exactly these fields
}
