import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, startPostgres, temporaryFolder } from '@vcp/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DialectName, OpenDatabase } from './dialect.ts';
import { migrate, migrationStatus } from './migrate.ts';
import type { Migration } from './migration.ts';
import { openDatabase } from './open-database.ts';
import { someMigrations } from './test-migrations.ts';

const MIGRATOR = fileURLToPath(new URL('./test-migrator-process.ts', import.meta.url));
const STEPS = 5;

describe.each<DialectName>(['sqlite', 'postgres'])('migrations on %s', (dialect) => {
  let server: { url: string; stop(): Promise<void> } | null = null;
  let url: string;
  let drop: () => Promise<void>;
  const opened: OpenDatabase<unknown>[] = [];

  beforeAll(async () => {
    if (dialect === 'postgres') server = await startPostgres();
  });
  afterAll(async () => server?.stop());
  beforeEach(async () => {
    if (server) {
      ({ url, drop } = await createTestDatabase(server.url));
    } else {
      const folder = await temporaryFolder('migrate');
      url = join(folder.path, 'test.db');
      drop = folder.remove;
    }
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await drop();
  });

  function open(): OpenDatabase<unknown> {
    const database = openDatabase<unknown>(url);
    opened.push(database);
    return database;
  }

  async function tables({ db }: OpenDatabase<unknown>): Promise<string[]> {
    const list = await db.introspection.getTables();
    return list.map(({ name }) => name).sort();
  }

  test('are applied once, in order, and remembered', async () => {
    const database = open();
    const migrations = someMigrations(3);
    expect(await migrationStatus(database, 'test', migrations)).toMatchObject({
      applied: [],
      pending: ['0000-step', '0001-step', '0002-step'],
      problem: null,
    });
    const now = () => new Date('2024-05-17T12:00:00Z');
    expect(await migrate(database, 'test', migrations.slice(0, 2), now)).toEqual([
      '0000-step',
      '0001-step',
    ]);
    expect(await migrate(database, 'test', migrations)).toEqual(['0002-step']);
    expect(await migrate(database, 'test', migrations)).toEqual([]);
    const status = await migrationStatus(database, 'test', migrations);
    expect(status.pending).toEqual([]);
    expect(status.applied.map(({ name }) => name)).toEqual(['0000-step', '0001-step', '0002-step']);
    expect(status.applied[0]?.appliedAt).toBe('2024-05-17T12:00:00.000Z');
  });

  test('of different components do not meet', async () => {
    const database = open();
    const other: Migration = {
      name: '0000-step',
      statements: () => ['create table other (x integer)'],
    };
    await migrate(database, 'test', someMigrations(1));
    expect(await migrate(database, 'tracker', [other])).toEqual(['0000-step']);
    expect(await tables(database)).toEqual(['other', 'step_0', 'vcp_migration']);
  });

  test('by several runners at once are applied by one of them', async () => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => migrate(open(), 'test', someMigrations(STEPS))),
    );
    expect(runs.map((names) => names.length).sort()).toEqual([0, 0, 0, STEPS]);
  });

  test('that fail leave the schema as it was', async () => {
    const database = open();
    const broken: Migration = {
      name: '0001-broken',
      statements: () => ['create table x (y integer)', 'oops'],
    };
    await migrate(database, 'test', someMigrations(1));
    await expect(migrate(database, 'test', [...someMigrations(1), broken])).rejects.toThrow(/oops/);
    expect(await tables(database)).toEqual(['step_0', 'vcp_migration']);
    expect((await migrationStatus(database, 'test', someMigrations(1))).pending).toEqual([]);
  });

  test('that this program does not know are refused', async () => {
    const database = open();
    await migrate(database, 'test', someMigrations(3));
    const older = someMigrations(2);
    await expect(migrate(database, 'test', older)).rejects.toMatchObject({
      code: 'ERR_DATABASE',
      message: expect.stringContaining('"0002-step", which this program does not know'),
      hint: expect.stringContaining('update vcp'),
    });
    expect((await migrationStatus(database, 'test', older)).problem).not.toBeNull();
  });

  test('that were changed after they ran are refused; their layout does not count', async () => {
    const database = open();
    const [first, second] = someMigrations(2);
    if (!first || !second) throw new TypeError('two were asked for');
    await migrate(database, 'test', [first, second]);
    const spread = first.statements(dialect).map((one) => `  ${one.replaceAll(' ', '\n  ')}`);
    expect(
      await migrate(database, 'test', [{ ...first, statements: () => spread }, second]),
    ).toEqual([]);
    const changed = { ...first, statements: () => ['create table step_0 (value text)'] };
    for (const wrong of [
      [changed, second],
      [second, first],
    ])
      await expect(migrate(database, 'test', wrong)).rejects.toMatchObject({
        code: 'ERR_DATABASE',
        message: expect.stringContaining('"0000-step"'),
      });
  });

  test('killed at any step leave the old schema, and the next run finishes', async () => {
    const database = open();
    await migrate(database, 'test', someMigrations(1));
    const old = await tables(database);
    for (let step = 1; step <= STEPS; step += 1) {
      const child = spawn(process.execPath, [MIGRATOR, url, `${step}`, `${STEPS}`], {
        stdio: 'ignore',
      });
      const [, signal] = await once(child, 'exit');
      expect(signal).toBe('SIGKILL');
      expect(await tables(database)).toEqual(old);
      const status = await migrationStatus(database, 'test', someMigrations(STEPS));
      expect(status.applied).toHaveLength(1);
    }
    expect(await migrate(database, 'test', someMigrations(STEPS))).toHaveLength(STEPS - 1);
    const { rows } = await sql<{ n: number }>`select count(*) as n from step_4`.execute(
      database.db,
    );
    expect(rows[0]?.n).toBe(3);
  });
});
