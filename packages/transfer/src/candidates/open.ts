import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { DatabaseError } from '@vcp/schema';
import type { QuerySignature } from '../candidate.ts';
import { number, type Row, text } from './columns.ts';
import { type CandidatesDatabase, candidatesDatabase } from './database.ts';
import { signatureText } from './file-name.ts';
import { APPLICATION_ID, FORMAT } from './tables.ts';

/** Opens a SQLite file with a cache that does not grow with the number of rows. */
export async function openSqlite(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  const sqlite = new DatabaseSync(path, { timeout: 10_000 });
  try {
    sqlite.exec('PRAGMA cache_size = -2000; PRAGMA temp_store = FILE');
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * Opens a candidates database of ours.
 *
 * @throws {DatabaseError} when it is damaged, unfinished, of another format, or not ours
 */
export async function openCandidates(
  path: string,
  signature: QuerySignature,
): Promise<CandidatesDatabase> {
  const sqlite = await openOurs(path);
  try {
    const row = readDownload(sqlite, path);
    if (text(row, 'signature') !== signatureText(signature))
      throw new DatabaseError(`${path} belongs to another query`);
    return candidatesDatabase(sqlite, {
      path,
      signature,
      expiresAt: new Date(number(row, 'expires_at')),
      partTag: text(row, 'part_tag'),
    });
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** When a candidates database of ours expires. @throws {DatabaseError} as {@link openCandidates} */
export async function readExpiry(path: string): Promise<Date> {
  const sqlite = await openOurs(path);
  try {
    return new Date(number(readDownload(sqlite, path), 'expires_at'));
  } finally {
    sqlite.close();
  }
}

async function openOurs(path: string): Promise<DatabaseSync> {
  if (!existsSync(path)) throw new DatabaseError(`${path} is not there`);
  const sqlite = await openSqlite(path).catch((error) => {
    throw asDatabaseError(error, path);
  });
  try {
    const { application_id } = sqlite.prepare('PRAGMA application_id').get() ?? {};
    const { user_version } = sqlite.prepare('PRAGMA user_version').get() ?? {};
    if (application_id === APPLICATION_ID && user_version === FORMAT) return sqlite;
    throw new DatabaseError(`${path} is not a candidates database of this version`);
  } catch (error) {
    sqlite.close();
    throw asDatabaseError(error, path);
  }
}

function readDownload(sqlite: DatabaseSync, path: string): Row {
  try {
    const row = sqlite
      .prepare('SELECT signature, expires_at, part_tag FROM transfer_download')
      .get();
    if (row) return row;
  } catch (error) {
    throw asDatabaseError(error, path);
  }
  throw new DatabaseError(`${path} is not finished`);
}

function asDatabaseError(error: unknown, path: string): DatabaseError {
  return error instanceof DatabaseError
    ? error
    : new DatabaseError(`${path} cannot be read as a database`, { cause: error });
}
