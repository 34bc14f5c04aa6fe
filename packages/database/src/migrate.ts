import type { DatabaseError } from '@vcp/schema/errors';
import { sql } from 'kysely';
import type { DatabaseHandle, OpenDatabase } from './dialect.ts';
import { type AppliedMigration, type Migration, migrationChecksum } from './migration.ts';
import { appendHistory, createHistory, historyProblem, readHistory } from './migration-history.ts';
import { inTransaction, liftTimeLimit } from './transaction.ts';

/** How far the schema of a component is. */
export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  /** Names of what `migrate` would apply, in order. */
  readonly pending: readonly string[];
  /** Why `migrate` would refuse, or null. */
  readonly problem: DatabaseError | null;
}

/** Reads how far the schema of `component` is; changes nothing. Two round trips. */
export async function migrationStatus<T>(
  database: OpenDatabase<T>,
  component: string,
  migrations: readonly Migration[],
): Promise<MigrationStatus> {
  const applied = await readHistory(database, component);
  const problem = historyProblem(component, applied, migrations, database.dialect);
  const pending = problem ? [] : migrations.slice(applied.length).map(({ name }) => name);
  return { applied, pending, problem };
}

/**
 * Brings the schema of `component` up to date and returns the names of what was applied. All new
 * migrations run in one transaction under a lock: a runner that is killed leaves the old schema,
 * a second runner waits and finds nothing to do. Throws `DatabaseError`, having changed nothing,
 * when the database is newer than `migrations` or a migration was changed after it was applied.
 */
export async function migrate<T>(
  database: OpenDatabase<T>,
  component: string,
  migrations: readonly Migration[],
  now: () => Date = () => new Date(),
): Promise<string[]> {
  const before = await migrationStatus(database, component, migrations);
  if (before.problem) throw before.problem;
  if (before.pending.length === 0) return [];
  return inTransaction(database, async (transaction) => {
    await takeLock(transaction);
    await createHistory(transaction);
    const history = await readHistory(transaction, component);
    const problem = historyProblem(component, history, migrations, database.dialect);
    if (problem) throw problem;
    const pending = migrations.slice(history.length);
    for (const [index, migration] of pending.entries()) {
      for (const statement of migration.statements(database.dialect))
        await sql.raw(statement).execute(transaction.db);
      await appendHistory(transaction, component, history.length + index, {
        name: migration.name,
        checksum: migrationChecksum(migration, database.dialect),
        appliedAt: now().toISOString(),
      });
    }
    return pending.map(({ name }) => name);
  });
}

const LOCK = 0x7663_706d;

/** On SQLite the transaction itself holds the write lock; on PostgreSQL an advisory lock does. */
async function takeLock<T>(transaction: DatabaseHandle<T>): Promise<void> {
  await liftTimeLimit(transaction);
  if (transaction.dialect === 'postgres')
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction.db);
}
