import { DatabaseError } from '@vcp/schema/errors';
import { redact } from '@vcp/schema/redact';
import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { OpenDatabase, QueryListener } from './dialect.ts';
import { ConnectionLost, explainPostgresFailure } from './postgres-failure.ts';

export interface PostgresOptions {
  /** A statement that takes longer is ended by the server. */
  readonly statementTimeoutMs: number;
  readonly maxConnections: number;
  /** Settings of every session, for example of the planner. */
  readonly settings: Readonly<Record<string, string>>;
  readonly onQuery: QueryListener | null;
}

/**
 * Opens a pool of connections; the first one is made by the first query. 64-bit integers come as
 * numbers, and one that a number cannot hold exactly is an error rather than a wrong value.
 */
export function openPostgres<T>(url: string, options: PostgresOptions): OpenDatabase<T> {
  const pool = new ExplainingPool(url, options);
  const { onQuery } = options;
  const db = new Kysely<T>({
    dialect: new PostgresDialect({ pool, cursor: Cursor }),
    ...(onQuery ? { log: ({ query }) => onQuery(query.sql) } : {}),
  });
  let closed: Promise<void> | null = null;
  return {
    db,
    dialect: 'postgres',
    close: () => {
      closed ??= db.destroy().then(() => pool.end());
      return closed;
    },
  };
}

/** A connection whose failures are coded errors, and which is not used again once it was lost. */
class ExplainingClient implements PostgresPoolClient {
  readonly processID: number;
  readonly #client: pg.PoolClient;
  #lost = false;
  // Without a listener an error between two statements would end the process.
  readonly #onError = () => {
    this.#lost = true;
  };

  constructor(client: pg.PoolClient) {
    this.#client = client;
    client.on('error', this.#onError);
    this.processID = Number(Reflect.get(client, 'processID'));
  }

  query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(statement: string | PostgresCursor<unknown>, parameters: ReadonlyArray<unknown> = []) {
    // The types of the driver know its own results only, which are of Kysely's shape.
    const client = this.#client as unknown as PostgresPoolClient;
    if (typeof statement !== 'string') return client.query(statement);
    return client.query(statement, parameters).catch((error: unknown) => {
      const explained = explainPostgresFailure(error);
      if (explained instanceof ConnectionLost) this.#lost = true;
      throw explained;
    });
  }

  release(destroy?: boolean): void {
    // One that is lost goes on to report errors until it is closed; the pool listens to the others.
    if (!this.#lost) this.#client.off('error', this.#onError);
    this.#client.release(destroy === true || this.#lost);
  }
}

/** A pool whose failures to connect say which server and what to do, without the password. */
class ExplainingPool implements PostgresPool {
  readonly Client = pg.Client;
  readonly options: object;
  readonly #pool: pg.Pool;
  readonly #url: string;

  constructor(url: string, { statementTimeoutMs, maxConnections, settings }: PostgresOptions) {
    this.#url = url;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      connectionTimeoutMillis: 10_000,
      application_name: 'vcp',
      options: sessionOptions({
        jit: 'off',
        statement_timeout: `${statementTimeoutMs}`,
        ...settings,
      }),
      types: { getTypeParser },
    });
    this.options = this.#pool.options;
    // A connection that breaks while idle is dropped by the pool; the next query makes a new one.
    this.#pool.on('error', () => {});
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new ExplainingClient(await this.#pool.connect());
    } catch (error) {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw new DatabaseError(
        `The database ${withoutPassword(this.#url)} cannot be reached: ${redact(reason)}`,
        { hint: 'Check the address, the password and that the server runs.', cause: error },
      );
    }
  }

  async end(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }
}

function sessionOptions(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, '\\$&')}`)
    .join(' ');
}

const INT8 = 20;

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === INT8 && format !== 'binary' ? exactNumber : pg.types.getTypeParser(oid, format);
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new DatabaseError(`The database holds ${text}, which is too large to be read exactly`);
  return value;
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'with this URL';
  const { hostname, port, pathname } = new URL(url);
  return `${pathname.slice(1) || '(default)'} at ${hostname}${port ? `:${port}` : ''}`;
}
