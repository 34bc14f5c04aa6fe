import { type Kysely, sql } from 'kysely';
import type { DatabaseHandle, OpenDatabase } from './dialect.ts';

/**
 * Runs `work` in one transaction that may write: all of it or nothing. On SQLite it takes the
 * write lock at once, so that it never fails half-way because another process wrote. Do not wait
 * for anything but the database inside: on SQLite everybody else waits until it ends.
 */
export function inTransaction<T, R>(
  database: DatabaseHandle<T>,
  work: (transaction: DatabaseHandle<T>) => Promise<R>,
): Promise<R> {
  return database.db.transaction().execute((db) => work({ db, dialect: database.dialect }));
}

/**
 * Lifts the time limit of statements for the rest of the transaction: for migrations and imports.
 * One round trip on PostgreSQL, none on SQLite.
 */
export async function liftTimeLimit<T>(transaction: DatabaseHandle<T>): Promise<void> {
  if (transaction.dialect === 'postgres')
    await sql`set local statement_timeout = 0`.execute(transaction.db);
}

/**
 * Runs `work` on one connection, without a transaction and without the time limit of statements:
 * for the upkeep of a database. Two more round trips on PostgreSQL.
 */
export function withoutTimeLimit<T, R>(
  { db, dialect }: OpenDatabase<T>,
  work: (db: Kysely<T>) => Promise<R>,
): Promise<R> {
  return db.connection().execute(async (connection) => {
    if (dialect === 'sqlite') return work(connection);
    await sql`set statement_timeout = 0`.execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql`reset statement_timeout`.execute(connection);
    }
  });
}
