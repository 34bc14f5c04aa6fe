import { inTransaction, jsonRows } from '@vcp/database';
import { sql } from 'kysely';
import type { CatalogDatabase, CatalogHandle } from '../catalog/tables.ts';

/** A file that the platform serves under `/files/<dataset id>/<path>`. */
export interface StoredFile {
  readonly datasetId: string;
  /** Relative, `/` between segments, already checked to be safe. */
  readonly path: string;
  readonly diskPath: string;
  readonly size: number;
  readonly sha256: string;
  /** ISO 8601. */
  readonly modified: string;
}

/** A page of files in the order of their paths; `cursor` asks for the next one, null at the end. */
export interface StoredFilePage {
  readonly files: readonly StoredFile[];
  readonly cursor: string | null;
}

const BATCH = 5_000;
/** Sorts after all others, byte by byte. */
const LAST_CHARACTER = '\u{10ffff}';
const COLUMNS = {
  dataset_id: 'text',
  path: 'text',
  disk_path: 'text',
  size: 'integer',
  sha256: 'text',
  modified: 'text',
} as const;

/**
 * Registers files, or replaces what was registered under the same dataset and path: all or none.
 * Of two rows with one path the later counts. One round trip for each 5,000 files.
 */
export async function registerFiles(
  database: CatalogDatabase,
  files: readonly StoredFile[],
): Promise<void> {
  const unique = [
    ...new Map(files.map((file) => [`${file.datasetId}/${file.path}`, file])).values(),
  ];
  await inTransaction(database, async (transaction) => {
    for (let start = 0; start < unique.length; start += BATCH)
      await insertBatch(transaction, unique.slice(start, start + BATCH));
  });
}

/** The file of a dataset at exactly this path, or null. One round trip. */
export async function findFile(
  database: CatalogHandle,
  datasetId: string,
  path: string,
): Promise<StoredFile | null> {
  const row = await database.db
    .selectFrom('stored_file')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .where('path', '=', path)
    .executeTakeFirst();
  return row ? toFile(row) : null;
}

/**
 * Files of a dataset whose path begins with `prefix` (`''` for all, `folder/` for a folder), at
 * most `limit`, after `cursor` (the last page's, null for the first). One round trip.
 */
export async function listFiles(
  database: CatalogHandle,
  datasetId: string,
  prefix: string,
  cursor: string | null,
  limit = 1_000,
): Promise<StoredFilePage> {
  let query = database.db
    .selectFrom('stored_file')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .where('path', '>=', prefix)
    .where('path', '<', `${prefix}${LAST_CHARACTER}`)
    .orderBy('path')
    .limit(limit + 1);
  if (cursor !== null) query = query.where('path', '>', cursor);
  const rows = await query.execute();
  const files = rows.slice(0, limit).map(toFile);
  return { files, cursor: rows.length > limit ? (files.at(-1)?.path ?? null) : null };
}

async function insertBatch(
  transaction: CatalogHandle,
  files: readonly StoredFile[],
): Promise<void> {
  const rows = files.map((file) => [
    file.datasetId,
    file.path,
    file.diskPath,
    file.size,
    file.sha256,
    file.modified,
  ]);
  await sql`
    insert into stored_file (dataset_id, path, disk_path, size, sha256, modified)
    select dataset_id, path, disk_path, size, sha256, modified
    from ${jsonRows(transaction.dialect, COLUMNS, rows)} as incoming where true
    on conflict (dataset_id, path) do update set
      disk_path = excluded.disk_path, size = excluded.size,
      sha256 = excluded.sha256, modified = excluded.modified
  `.execute(transaction.db);
}

function toFile(row: {
  dataset_id: string;
  path: string;
  disk_path: string;
  size: number;
  sha256: string;
  modified: string;
}): StoredFile {
  return {
    datasetId: row.dataset_id,
    path: row.path,
    diskPath: row.disk_path,
    size: row.size,
    sha256: row.sha256,
    modified: row.modified,
  };
}
