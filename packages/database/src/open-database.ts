import { ConfigError } from '@vcp/schema/errors';
import type { OpenDatabase, QueryListener } from './dialect.ts';
import { openPostgres, type PostgresOptions } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export interface DatabaseOptions {
  /** Is told each statement that was sent: for debugging, and to count round trips. */
  readonly onQuery?: QueryListener | null;
}

/**
 * Opens `postgresql://…`, a path of a SQLite file (made when it is not there), or `:memory:`.
 * A SQLite file is opened at once, PostgreSQL with the first query; both throw `DatabaseError`
 * when that fails. Options other than `onQuery` count for PostgreSQL only.
 */
export function openDatabase<T>(
  url: string,
  { onQuery = null, ...options }: Partial<PostgresOptions> & DatabaseOptions = {},
): OpenDatabase<T> {
  if (/^postgres(ql)?:\/\//.test(url))
    return openPostgres(url, {
      statementTimeoutMs: 5_000,
      maxConnections: 10,
      settings: {},
      ...options,
      onQuery,
    });
  const scheme = /^([a-z][a-z0-9+]+):\/\//i.exec(url)?.[1];
  if (scheme)
    throw new ConfigError(`Databases of the kind "${scheme}" are not supported`, {
      hint: 'Use postgresql://host/name, or the path of a SQLite file.',
    });
  return openSqlite(url, onQuery);
}
