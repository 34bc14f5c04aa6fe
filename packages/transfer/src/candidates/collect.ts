import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { clashKey, Interrupted, UnsafePath } from '@vcp/schema';
import type { CandidateInput, QuerySignature } from '../candidate.ts';
import { locationKind, locationName } from '../paths/location-name.ts';
import { schemeFault } from '../stores/schemes.ts';
import { keepYoungHeapSmall } from '../young-heap.ts';
import { checksumText } from './columns.ts';
import type { CandidatesDatabase } from './database.ts';
import { candidatesFileName, expiryOf, localTimestamp, signatureText } from './file-name.ts';
import { removeCandidates } from './find.ts';
import { openCandidates, openSqlite } from './open.ts';
import {
  APPLICATION_ID,
  CANDIDATE_INDEXES,
  CANDIDATE_TABLES,
  FileKind,
  FileState,
  FORMAT,
} from './tables.ts';

const ROWS_BETWEEN_BREATHS = 5_000;

export interface CollectOptions {
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
  /** The number of candidates so far, now and then. */
  readonly onCount?: ((count: number) => void) | undefined;
}

/**
 * Writes all candidates into a new database, which appears under its name only when it is whole.
 * When the source fails or the signal is aborted, nothing is left; memory does not grow with the
 * number of candidates. Replaces a database of the same download.
 *
 * @throws {Interrupted} when aborted; else whatever the source throws
 */
export async function collectCandidates(
  dir: string,
  signature: QuerySignature,
  source: AsyncIterable<CandidateInput>,
  { now, signal, onCount }: CollectOptions,
): Promise<CandidatesDatabase> {
  keepYoungHeapSmall();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const expiresAt = expiryOf(now());
  const path = join(dir, candidatesFileName(signature, expiresAt));
  const unfinished = `${path}.collecting-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await fill(unfinished, signature, expiresAt, source, { now, signal, onCount });
    makeDurable(unfinished);
    renameSync(unfinished, path);
    makeDurable(dir);
  } catch (error) {
    removeCandidates(unfinished);
    throw error;
  }
  return openCandidates(path, signature);
}

async function fill(
  path: string,
  signature: QuerySignature,
  expiresAt: Date,
  source: AsyncIterable<CandidateInput>,
  { signal, onCount }: CollectOptions,
): Promise<void> {
  closeSync(openSync(path, 'wx', 0o600));
  const sqlite = await openSqlite(path);
  try {
    // The file is thrown away unless it becomes whole, so it needs no journal on disk.
    sqlite.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; BEGIN;
      ${CANDIDATE_TABLES}`);
    const insert = candidateInserter(sqlite);
    let count = 0;
    for await (const candidate of source) {
      if (signal?.aborted) break;
      insert(candidate);
      count += 1;
      if (count % ROWS_BETWEEN_BREATHS === 0) {
        onCount?.(count);
        await setImmediate();
      }
    }
    if (signal?.aborted) throw new Interrupted('interrupted while collecting; nothing was kept');
    writeMetadata(sqlite, signature, expiresAt);
    sqlite.exec(`${CANDIDATE_INDEXES} COMMIT`);
    onCount?.(count);
  } finally {
    sqlite.close();
  }
}

function candidateInserter(sqlite: DatabaseSync): (candidate: CandidateInput) => void {
  const candidateRow = sqlite.prepare(
    `INSERT INTO download_candidates (dataset_id, dataset_name, namespace, location)
     VALUES (?, ?, ?, ?)`,
  );
  const fileRow = sqlite.prepare(
    `INSERT INTO transfer_file
       (candidate_id, path, kind, name, clash, size, size_rounded, checksum, state, code, message)
     VALUES (?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ datasetId, datasetName, namespace, location }) => {
    const { lastInsertRowid } = candidateRow.run(datasetId, datasetName, namespace, location.url);
    const { name, fault } = nameOrFault(location.url);
    const clash = name === null ? null : clashKey(name);
    fileRow.run(
      lastInsertRowid,
      KIND[locationKind(location.url)],
      name,
      clash === name ? null : clash,
      location.size,
      location.sizeIsRounded ? 1 : 0,
      checksumText(location.checksum),
      fault ? FileState.Refused : FileState.Pending,
      fault?.code ?? null,
      fault?.message ?? null,
    );
  };
}

const KIND = { file: FileKind.File, folder: FileKind.Folder, unknown: FileKind.Unknown } as const;

function nameOrFault(url: string) {
  const fault = schemeFault(url);
  if (fault) return { name: null, fault };
  try {
    return { name: locationName(url), fault: null };
  } catch (error) {
    if (error instanceof UnsafePath) return { name: null, fault: error };
    throw error;
  }
}

function writeMetadata(sqlite: DatabaseSync, signature: QuerySignature, expiresAt: Date): void {
  sqlite
    .prepare('INSERT INTO query_metadata (query, search_term, expires_at) VALUES (?, ?, ?)')
    .run(signature.query, signature.query, localTimestamp(expiresAt));
  sqlite
    .prepare(
      'INSERT INTO transfer_download (id, signature, expires_at, part_tag) VALUES (1, ?, ?, ?)',
    )
    .run(signatureText(signature), expiresAt.getTime(), randomBytes(8).toString('hex'));
}

/** Forces a file, or the entries of a folder, to the disk. */
function makeDurable(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
