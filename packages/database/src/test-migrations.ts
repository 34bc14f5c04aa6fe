import type { Migration } from './migration.ts';

/** Migrations that each make a table, fill it, and change the one before. */
export function someMigrations(count: number): Migration[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `000${index}-step`,
    statements: () => [
      `create table step_${index} (value integer not null)`,
      `insert into step_${index} values (1), (2), (3)`,
      ...(index === 0 ? [] : [`alter table step_${index - 1} add column note text`]),
    ],
  }));
}
