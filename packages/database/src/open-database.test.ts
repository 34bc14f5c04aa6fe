import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase, startPostgres, temporaryFolder } from '@vcp/testing';
import { type Generated, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DialectName, OpenDatabase } from './dialect.ts';
import { jsonRows } from './json-rows.ts';
import { openDatabase } from './open-database.ts';
import { StatementTimeout } from './postgres-failure.ts';
import { inTransaction, liftTimeLimit, withoutTimeLimit } from './transaction.ts';

interface Tables {
  thing: { id: Generated<number>; name: string; size: number | null; flag: number };
}

describe.each<DialectName>(['sqlite', 'postgres'])('a database on %s', (dialect) => {
  let url: string;
  let database: OpenDatabase<Tables>;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    if (dialect === 'sqlite') {
      const folder = await temporaryFolder('database');
      url = join(folder.path, 'test.db');
      remove = folder.remove;
    } else {
      const server = await startPostgres();
      const made = await createTestDatabase(server.url);
      url = made.url;
      remove = async () => {
        await made.drop();
        await server.stop();
      };
    }
    database = openDatabase<Tables>(url);
    const serial = dialect === 'sqlite' ? 'integer primary key' : 'serial primary key';
    await sql
      .raw(
        `create table thing (id ${serial}, name text not null unique, size bigint, flag integer)`,
      )
      .execute(database.db);
  });
  afterAll(async () => {
    await database.close();
    await database.close();
    await remove();
  });

  test('gives back what was stored: large numbers, null, truth, any text', async () => {
    const names = ['plain', 'it\'s "quoted" \\ %_', '😀', ''];
    for (const [index, name] of names.entries())
      await database.db
        .insertInto('thing')
        .values({ name, size: index === 0 ? null : 2 ** 53 - index, flag: Number(index % 2 === 0) })
        .execute();
    const rows = await database.db.selectFrom('thing').selectAll().orderBy('id').execute();
    expect(rows.map(({ name }) => name)).toEqual(names);
    expect(rows.map(({ size }) => size)).toEqual([null, 2 ** 53 - 1, 2 ** 53 - 2, 2 ** 53 - 3]);
  });

  test('refuses to read an integer that a number cannot hold', async () => {
    await expect(
      sql`select cast(9007199254740993 as bigint) as n`.execute(database.db),
    ).rejects.toThrow(/too large/);
  });

  test('streams rows one by one and may be left early', async () => {
    await sql`insert into thing (name, flag) select incoming.name, 2
      from ${jsonRows(
        dialect,
        { name: 'text' },
        Array.from({ length: 3_000 }, (_, n) => [`s${n}`]),
      )}
      as incoming`.execute(database.db);
    const query = database.db
      .selectFrom('thing')
      .select('name')
      .where('flag', '=', 2)
      .orderBy('id');
    let count = 0;
    for await (const row of query.stream(100)) {
      expect(row.name).toBe(`s${count}`);
      count += 1;
      if (count === 2_500) break;
    }
    expect(count).toBe(2_500);
    expect(await query.execute()).toHaveLength(3_000);
  });

  test('a transaction that fails leaves nothing, and others go on after it', async () => {
    const failing = inTransaction(database, async (transaction) => {
      await liftTimeLimit(transaction);
      await transaction.db.insertInto('thing').values({ name: 'gone', flag: 0 }).execute();
      throw new RangeError('on purpose');
    });
    const others = Array.from({ length: 5 }, (_, n) =>
      inTransaction(database, ({ db }) =>
        db
          .insertInto('thing')
          .values({ name: `t${n}`, flag: 3 })
          .execute(),
      ),
    );
    await expect(failing).rejects.toThrow('on purpose');
    await Promise.all(others);
    const found = await database.db
      .selectFrom('thing')
      .select('name')
      .where('name', 'in', ['gone', 't0', 't1', 't2', 't3', 't4'])
      .execute();
    expect(found).toHaveLength(5);
  });

  test('two that are open in one process write in turns', async () => {
    const second = openDatabase<Tables>(url);
    const writes = [database, second, database, second].map((one, n) =>
      inTransaction(one, async ({ db }) => {
        await db
          .insertInto('thing')
          .values({ name: `w${n}`, flag: 4 })
          .execute();
        await new Promise((resolve) => setTimeout(resolve, 20));
        await db.updateTable('thing').set({ flag: 5 }).where('name', '=', `w${n}`).execute();
      }),
    );
    await Promise.all(writes);
    await second.close();
    const written = database.db.selectFrom('thing').selectAll().where('flag', '=', 5);
    expect(await written.execute()).toHaveLength(4);
  });

  test('rows arrive in order as one parameter, and unstorable text is replaced', async () => {
    const columns = { a: 'text', b: 'integer', c: 'real' } as const;
    const rows = jsonRows(dialect, columns, [
      ['x\0', 2 ** 40, 0.5],
      [null, null, null],
      ['\ud800', -1, 1e300],
    ]);
    const found = await sql`select a, b, c from ${rows} as list order by position`.execute(
      database.db,
    );
    expect(found.rows).toEqual([
      { a: 'x\ufffd', b: 2 ** 40, c: 0.5 },
      { a: null, b: null, c: null },
      { a: '\ufffd', b: -1, c: 1e300 },
    ]);
  });
});

describe('what cannot be opened is said plainly', () => {
  test('a file that is not a database', async () => {
    await using folder = await temporaryFolder('database');
    const path = join(folder.path, 'notes.txt');
    await writeFile(path, 'not a database at all, but long enough to be looked at'.repeat(50));
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({ code: 'ERR_DATABASE', message: expect.stringContaining(path) }),
    );
  });

  test('a folder that is not there', () => {
    expect(() => openDatabase('/nonexistent/folder/x.db')).toThrow(
      expect.objectContaining({ code: 'ERR_DATABASE' }),
    );
  });

  test('a kind of database that is not supported', () => {
    expect(() => openDatabase('mysql://localhost/x')).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    );
  });

  test('a server that is not there, without its password', async () => {
    const database = openDatabase('postgresql://somebody:hunter2@127.0.0.1:1/catalog');
    const failure = await sql`select 1`.execute(database.db).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'ERR_DATABASE',
      message: expect.stringContaining('catalog at 127.0.0.1:1'),
    });
    expect(String(failure)).not.toContain('hunter2');
    await database.close();
  });

  test('a statement that takes too long, or whose connection is cut', async () => {
    const server = await startPostgres();
    const database = openDatabase(server.url, { statementTimeoutMs: 50 });
    await expect(sql`select pg_sleep(30)`.execute(database.db)).rejects.toThrow(StatementTimeout);
    await expect(
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.db),
    ).rejects.toMatchObject({ code: 'ERR_DATABASE', message: expect.stringContaining('was lost') });
    expect((await sql<{ x: number }>`select 1 as x`.execute(database.db)).rows).toEqual([{ x: 1 }]);
    const unlimited = inTransaction(database, async (transaction) => {
      await liftTimeLimit(transaction);
      await sql`select pg_sleep(0.1)`.execute(transaction.db);
    });
    await expect(unlimited).resolves.toBeUndefined();
    const upkeep = withoutTimeLimit(database, (db) => sql`select pg_sleep(0.1)`.execute(db));
    await expect(upkeep).resolves.toBeDefined();
    await expect(sql`select pg_sleep(30)`.execute(database.db)).rejects.toThrow(StatementTimeout);
    await database.close();
    await server.stop();
  });

  test('a value of a type that SQLite has not', async () => {
    const database = openDatabase(':memory:');
    await expect(sql`select ${new Date()} as x`.execute(database.db)).rejects.toThrow(TypeError);
    expect((await sql<{ x: number }>`select ${true} as x`.execute(database.db)).rows[0]?.x).toBe(1);
    await database.close();
  });
});
