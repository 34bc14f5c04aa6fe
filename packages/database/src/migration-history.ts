import { DatabaseError } from '@vcp/schema/errors';
import { sql } from 'kysely';
import type { DatabaseHandle, DialectName } from './dialect.ts';
import { type AppliedMigration, type Migration, migrationChecksum } from './migration.ts';

/** Makes the table that remembers what was applied, when it is not there. One round trip. */
export async function createHistory<T>(database: DatabaseHandle<T>): Promise<void> {
  await sql`
    create table if not exists vcp_migration (
      component text not null,
      position integer not null,
      name text not null,
      checksum text not null,
      applied_at text not null,
      primary key (component, position)
    )`.execute(database.db);
}

/** What was applied of a component, in order; empty when nothing ever was. Two round trips. */
export async function readHistory<T>(
  database: DatabaseHandle<T>,
  component: string,
): Promise<AppliedMigration[]> {
  if (!(await historyExists(database))) return [];
  const { rows } = await sql<{ name: string; checksum: string; applied_at: string }>`
    select name, checksum, applied_at from vcp_migration
    where component = ${component} order by position`.execute(database.db);
  return rows.map((row) => ({
    name: row.name,
    checksum: row.checksum,
    appliedAt: row.applied_at,
  }));
}

/** Remembers that `migration` is the one at `position` of the component. One round trip. */
export async function appendHistory<T>(
  database: DatabaseHandle<T>,
  component: string,
  position: number,
  applied: AppliedMigration,
): Promise<void> {
  await sql`
    insert into vcp_migration (component, position, name, checksum, applied_at)
    values (${component}, ${position}, ${applied.name}, ${applied.checksum}, ${applied.appliedAt})
    `.execute(database.db);
}

/**
 * Why this program must not touch the schema: it holds a migration that the program does not
 * know, or one that was changed since. Null when the history is the beginning of `migrations`.
 */
export function historyProblem(
  component: string,
  history: readonly AppliedMigration[],
  migrations: readonly Migration[],
  dialect: DialectName,
): DatabaseError | null {
  for (const [position, applied] of history.entries()) {
    const known = migrations[position];
    if (!known || !migrations.some(({ name }) => name === applied.name))
      return new DatabaseError(
        `The ${component} schema of the database has the migration "${applied.name}", which this program does not know`,
        { hint: 'The database was used by a newer vcp: update vcp to that version.' },
      );
    if (known.name !== applied.name || migrationChecksum(known, dialect) !== applied.checksum)
      return new DatabaseError(
        `The migration "${applied.name}" of the ${component} schema is not the one that was applied on ${applied.appliedAt}`,
        { hint: 'Use the vcp that made this database, or import into a new one.' },
      );
  }
  return null;
}

async function historyExists<T>({ db, dialect }: DatabaseHandle<T>): Promise<boolean> {
  const query =
    dialect === 'sqlite'
      ? sql`select name from sqlite_schema where type = 'table' and name = 'vcp_migration'`
      : sql`select 1 where to_regclass('vcp_migration') is not null`;
  return (await query.execute(db)).rows.length > 0;
}
