import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely';
import type { OpenDatabase } from './dialect.ts';
import { SqliteStatements } from './sqlite-statements.ts';

/**
 * Opens a SQLite file, or `:memory:`. One connection in WAL mode: other processes read while we
 * write; inside this process queries and transactions take turns.
 */
export function openSqlite<T>(path: string): OpenDatabase<T> {
  const database = new SqliteStatements(path);
  const db = new Kysely<T>({ dialect: new ImmediateDialect({ database }) });
  return {
    db,
    dialect: 'sqlite',
    close: async () => {
      await db.destroy();
      database.close();
    },
  };
}

/** Transactions take the write lock when they begin, unless they are declared read only. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
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
