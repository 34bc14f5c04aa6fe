import { createHash } from 'node:crypto';
import type { DialectName } from './dialect.ts';

/**
 * One step of a schema, forward only. The statements of a released migration never change: their
 * checksum is stored where they ran. A correction is a new migration.
 */
export interface Migration {
  /** Unique in its component, for example `0001-datasets`. */
  readonly name: string;
  /** Plain SQL, one statement a text, run in order in one transaction with the other new ones. */
  readonly statements: (dialect: DialectName) => readonly string[];
}

/** A migration as the database remembers it. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  /** ISO 8601. */
  readonly appliedAt: string;
}

/** The SHA-256 of a migration's statements; layout (spaces, line ends) does not count. */
export function migrationChecksum(migration: Migration, dialect: DialectName): string {
  const hash = createHash('sha256');
  for (const statement of migration.statements(dialect))
    hash.update(statement.replace(/\s+/g, ' ').trim()).update('\0');
  return hash.digest('hex');
}
