import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely';
import type { OpenDatabase, QueryListener } from './dialect.ts';
import { SqliteStatements } from './sqlite-statements.ts';

/**
 * Opens a SQLite file, or `:memory:`. One connection in WAL mode: other processes read while we
 * write; inside this process queries and transactions take turns.
 */
export function openSqlite<T>(path: string, onQuery: QueryListener | null): OpenDatabase<T> {
  const database = new SqliteStatements(path);
  const db = new Kysely<T>({
    dialect: new ImmediateDialect({ database }),
    ...(onQuery ? { log: ({ query }) => onQuery(query.sql) } : {}),
  });
  return {
    db,
    dialect: 'sqlite',
    close: async () => {
      await db.destroy();
      database.close();
    },
  };
}

const PAUSE_MS = 15;
const LONGEST_WAIT_MS = 30_000;

/**
 * Transactions take the write lock when they begin, unless they are declared read only. They wait
 * for it without blocking this process, in which the one that holds it may want to go on.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: SqliteStatements;

  constructor(config: { database: SqliteStatements }) {
    super(config);
    this.#database = config.database;
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    if (settings?.accessMode === 'read only') {
      await connection.executeQuery(CompiledQuery.raw('begin'));
      return;
    }
    for (let waited = 0; ; waited += PAUSE_MS) {
      if (this.#database.tryBegin()) return;
      if (waited >= LONGEST_WAIT_MS) throw this.#database.busy();
      await sleep(PAUSE_MS);
    }
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: SqliteStatements;

  constructor(config: { database: SqliteStatements }) {
    super(config);
    this.#database = config.database;
  }

  override createDriver(): ImmediateDriver {
    return new ImmediateDriver({ database: this.#database });
  }
}
