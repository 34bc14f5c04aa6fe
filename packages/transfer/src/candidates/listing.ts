import type { DatabaseSync } from 'node:sqlite';
import { clashKey, UnsafePath, type VcpError } from '@vcp/schema';
import { targetPath } from '../paths/target-path.ts';
import type { ListedFile } from '../stores/store.ts';
import { checksumText } from './columns.ts';
import { inTransaction } from './database.ts';
import { FileKind, FileState } from './tables.ts';

/**
 * Keeps one page of a folder's files. A file that is known already keeps its state unless its
 * source has changed. Unsafe names are kept as refused.
 */
export function addListedFiles(
  sqlite: DatabaseSync,
  candidateId: number,
  files: readonly ListedFile[],
): void {
  const insert = sqlite.prepare(
    `INSERT INTO transfer_file
       (candidate_id, path, kind, clash, size, checksum, etag, state, code, message)
     VALUES (?, ?, ${FileKind.File}, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (candidate_id, path) DO UPDATE SET
       state = CASE WHEN etag IS excluded.etag AND size IS excluded.size
         AND checksum IS excluded.checksum THEN state ELSE excluded.state END,
       size = excluded.size, checksum = excluded.checksum, etag = excluded.etag`,
  );
  inTransaction(sqlite, () => {
    for (const { path, size, checksum, etag } of files) {
      const fault = pathFault(path);
      const clash = clashKey(path);
      insert.run(
        candidateId,
        path,
        clash === path ? null : clash,
        size,
        checksumText(checksum),
        etag,
        fault ? FileState.Refused : FileState.Pending,
        fault?.code ?? null,
        fault?.message ?? null,
      );
    }
  });
}

/** Settles what a location is. */
export function setKind(sqlite: DatabaseSync, candidateId: number, kind: number): void {
  sqlite
    .prepare(
      `UPDATE transfer_file SET kind = ?, state = ${FileState.Pending}, code = NULL, message = NULL
       WHERE candidate_id = ? AND path = ''`,
    )
    .run(kind, candidateId);
}

function pathFault(path: string): VcpError | null {
  try {
    targetPath(path);
    return null;
  } catch (error) {
    if (error instanceof UnsafePath) return error;
    throw error;
  }
}

/** Notes why a location could not be listed. */
export function noteFailure(
  sqlite: DatabaseSync,
  candidateId: number,
  code: string,
  message: string,
): void {
  sqlite
    .prepare(
      `UPDATE transfer_file SET state = ${FileState.Failed}, code = ?, message = ?
       WHERE candidate_id = ? AND path = ''`,
    )
    .run(code, message, candidateId);
}
