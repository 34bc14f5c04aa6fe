import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database of one test's own. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Removes it, whoever is connected. */
  drop(): Promise<void>;
}

/** Makes an empty database on the server. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `vcp_test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: url.href, drop, [Symbol.asyncDispose]: drop };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
