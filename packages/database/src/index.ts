export type { DatabaseHandle, DialectName, OpenDatabase, QueryListener } from './dialect.ts';
export { type ColumnType, jsonRows, storableText } from './json-rows.ts';
export { type MigrationStatus, migrate, migrationStatus } from './migrate.ts';
export type { AppliedMigration, Migration } from './migration.ts';
export { type DatabaseOptions, openDatabase } from './open-database.ts';
export { StatementTimeout } from './postgres-failure.ts';
export { inTransaction, liftTimeLimit, withoutTimeLimit } from './transaction.ts';
