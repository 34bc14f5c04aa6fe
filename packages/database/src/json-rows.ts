import { type RawBuilder, sql } from 'kysely';
import type { DialectName } from './dialect.ts';

/** The column types that rows can be sent in. `json` is any JSON value as text. */
export type ColumnType = 'text' | 'integer' | 'real' | 'json';

/**
 * Rows as one parameter, however many there are: `(values …)` to select from, join with, or insert
 * in a single round trip, with the row's place as `position`. Columns are read in the order of
 * `columns`. What a database cannot hold in text (NUL, half a surrogate pair) is replaced.
 */
export function jsonRows(
  dialect: DialectName,
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly (readonly unknown[])[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows, (_key, value) =>
    typeof value === 'string' ? storableText(value) : value,
  );
  const names = Object.entries(columns);
  if (dialect === 'sqlite') {
    const fields = names.map(
      ([name], index) => sql`json_extract(value, ${sql.lit(`$[${index}]`)}) as ${sql.ref(name)}`,
    );
    return sql`(select key as position, ${sql.join(fields)} from json_each(${json}))`;
  }
  const fields = names.map(
    ([name, type], index) =>
      sql`(row ->> ${sql.lit(index)})::${sql.raw(POSTGRES_TYPES[type])} as ${sql.ref(name)}`,
  );
  return sql`(select position, ${sql.join(fields)}
    from jsonb_array_elements(${json}::jsonb) with ordinality as list(row, position))`;
}

/** Text as both databases can hold it. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  real: 'double precision',
  json: 'text',
};
