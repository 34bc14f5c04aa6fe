import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { expect, test } from 'vitest';
import { launchPostgres } from './postgres.ts';
import { startPostgres } from './shared-servers.ts';
import { createTestDatabase } from './test-database.ts';

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('the shared server is the same for all who ask, and is version 15 or later', async () => {
  const [first, second] = await Promise.all([startPostgres(), startPostgres()]);
  expect(second.url).toBe(first.url);
  const [row] = await query(first.url, "select current_setting('server_version_num')::int as v");
  expect(row?.v).toBeGreaterThanOrEqual(150_000);
});

test('stopping the shared server leaves it running for the others', async () => {
  const server = await startPostgres();
  await server.stop();
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('test databases do not see each other, and dropping one disconnects its users', async () => {
  const server = await startPostgres();
  await using first = await createTestDatabase(server.url);
  await using second = await createTestDatabase(server.url);
  await query(first.url, 'create table only_here (id int)');
  const tables = "select count(*)::int as n from pg_tables where tablename = 'only_here'";
  expect(await query(second.url, tables)).toEqual([{ n: 0 }]);

  const left = new pg.Client({ connectionString: first.url });
  const thrownOut = new Promise((resolve) => left.on('error', resolve));
  await left.connect();
  await first.drop();
  await thrownOut;
  await expect(query(first.url, 'select 1')).rejects.toThrow('does not exist');
});

test('text is UTF-8 and knows letters outside ASCII', async () => {
  const server = await startPostgres();
  await using database = await createTestDatabase(server.url);
  expect(await query(database.url, "select lower('ÄÉ') as low")).toEqual([{ low: 'äé' }]);
});

test('a server of one’s own asks for its password, and is gone with its folder after stop', async () => {
  const server = await launchPostgres();
  const [row] = await query(server.url, "select current_setting('data_directory') as folder");
  const folder = String(row?.folder);
  const wrong = new URL(server.url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  await server.stop();
  await server.stop();
  expect(existsSync(folder)).toBe(false);
  await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('a server does not outlive a process that is killed', async () => {
  const program = `
    import { launchPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
    console.log((await launchPostgres()).url);
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: owner.stdout });
  const url = await new Promise<string>((resolve) => lines.once('line', resolve));
  const [row] = await query(url, "select current_setting('data_directory') as folder");
  owner.kill('SIGKILL');
  await expect
    .poll(() => existsSync(String(row?.folder)), { timeout: 15_000, interval: 100 })
    .toBe(false);
  await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});
