import type { Kysely } from 'kysely';

/** The databases that we speak to. */
export type DialectName = 'sqlite' | 'postgres';

/** A database that is open: the query builder, which database it is, and how to leave it. */
export interface OpenDatabase<T> {
  readonly db: Kysely<T>;
  readonly dialect: DialectName;
  /** Waits for queries that run, then closes; a second call does nothing. */
  close(): Promise<void>;
}

/** Is told the text of a statement, never its parameters. */
export type QueryListener = (statement: string) => void;

/** What a repository function needs of an open database, or of a transaction on one. */
export type DatabaseHandle<T> = Pick<OpenDatabase<T>, 'db' | 'dialect'>;
