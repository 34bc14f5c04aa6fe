import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { DatabaseError, DiskFull, type VcpError } from '@vcp/schema/errors';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const CACHED_STATEMENTS = 256;
/** How long a single statement waits for other processes that write. */
const BUSY_TIMEOUT_MS = 10_000;
const BUSY = 5;

/**
 * `node:sqlite` in the shape that Kysely's SQLite dialect asks for. Prepared statements are kept
 * and the least recently used one is dropped. Failures of the file (busy, damaged, full) become
 * coded errors; failures of a statement (a broken constraint, wrong SQL) pass unchanged.
 */
export class SqliteStatements implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #cache = new Map<string, SqliteStatement>();

  constructor(path: string) {
    this.#path = path;
    try {
      this.#database = new DatabaseSync(path, {
        timeout: BUSY_TIMEOUT_MS,
        enableForeignKeyConstraints: true,
      });
    } catch (error) {
      throw new DatabaseError(`The database ${path} cannot be opened: ${messageOf(error)}`, {
        hint: 'Check that the folder exists and that you may write to it.',
        cause: error,
      });
    }
    try {
      for (const pragma of ['journal_mode = wal', 'synchronous = normal', 'temp_store = memory'])
        this.#database.exec(`pragma ${pragma}`);
      this.#database.exec('pragma cache_size = -65536');
    } catch (error) {
      this.#database.close();
      throw this.#explain(error);
    }
  }

  close(): void {
    this.#cache.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  /** Begins a transaction that may write; false, at once, when somebody else is writing. */
  tryBegin(): boolean {
    this.#database.exec('pragma busy_timeout = 0');
    try {
      this.#database.exec('begin immediate');
      return true;
    } catch (error) {
      if (primaryCode(error) === BUSY) return false;
      throw this.#explain(error);
    } finally {
      this.#database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  /** Says that somebody else is writing. */
  busy(): DatabaseError {
    return inUse(this.#path);
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#cache.get(sql);
    if (kept) {
      this.#cache.delete(sql);
      this.#cache.set(sql, kept);
      return kept;
    }
    const statement = this.#wrap(this.#guard(() => this.#database.prepare(sql)));
    this.#cache.set(sql, statement);
    if (this.#cache.size > CACHED_STATEMENTS)
      for (const oldest of this.#cache.keys()) {
        this.#cache.delete(oldest);
        break;
      }
    return statement;
  }

  #wrap(statement: StatementSync): SqliteStatement {
    const reader = statement.columns().length > 0;
    // A text index leaves ids behind that a number cannot hold: `run` would throw after writing.
    if (!reader) statement.setReadBigInts(true);
    return {
      reader,
      all: (parameters) => this.#guard(() => statement.all(...parameters.map(toInput))),
      run: (parameters) => this.#guard(() => statement.run(...parameters.map(toInput))),
      iterate: (parameters) => this.#rows(statement, parameters.map(toInput)),
    };
  }

  *#rows(statement: StatementSync, parameters: SQLInputValue[]): IterableIterator<unknown> {
    const rows = this.#guard(() => statement.iterate(...parameters));
    try {
      for (;;) {
        const next = this.#guard(() => rows.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      rows.return?.();
    }
  }

  #guard<R>(run: () => R): R {
    try {
      return run();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): unknown {
    const explain = EXPLANATIONS[primaryCode(error) ?? -1];
    return explain ? explain(this.#path, error) : error;
  }
}

/** Keyed by SQLite's primary result codes. */
const EXPLANATIONS: Readonly<Record<number, (path: string, cause: unknown) => VcpError>> = {
  [BUSY]: inUse,
  8: (path, cause) =>
    new DatabaseError(`The database ${path} is read-only`, {
      hint: 'Check the permissions of the file and of its folder.',
      cause,
    }),
  10: (path, cause) =>
    new DatabaseError(`The database ${path} cannot be read or written: I/O error`, {
      hint: 'Check the disk.',
      cause,
    }),
  11: (path, cause) =>
    new DatabaseError(`The database ${path} is damaged`, {
      hint: 'Restore it from a backup, or move it away and import again.',
      cause,
    }),
  13: (path, cause) =>
    new DiskFull(`No space left for the database ${path}`, {
      hint: 'Free some space and run the command again; nothing was half written.',
      cause,
    }),
  26: (path, cause) =>
    new DatabaseError(`The file ${path} is not a SQLite database`, {
      hint: 'Name another file, or move this one away.',
      cause,
    }),
};

function inUse(path: string, cause?: unknown): DatabaseError {
  return new DatabaseError(`The database ${path} is in use by another process`, {
    hint: 'Wait until that process is done and run the command again.',
    cause,
  });
}

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** SQLite has no booleans; anything that it cannot store is a mistake of the caller. */
function toInput(value: unknown): SQLInputValue {
  switch (typeof value) {
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(`SQLite cannot store a value of type ${typeof value}`);
  }
}
