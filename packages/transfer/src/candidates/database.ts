import type { DatabaseSync } from 'node:sqlite';
import { type ErrorCode, redact } from '@vcp/schema';
import type { QuerySignature } from '../candidate.ts';
import type { FileFailure } from '../options.ts';
import { number, optionalText, type Row, text } from './columns.ts';
import { fileUrl, relativeTarget } from './file-url.ts';
import { FileState } from './tables.ts';

/** The candidates of one download, on disk. Close it when done. */
export interface CandidatesDatabase {
  readonly path: string;
  readonly signature: QuerySignature;
  readonly expiresAt: Date;
  /** Unique to this database: names the small unfinished files that belong to it. */
  readonly partTag: string;
  readonly sqlite: DatabaseSync;
  /** How many candidates of how many datasets; `pending` are not yet downloaded. */
  counts(): { candidates: number; datasets: number; pending: number };
  /** What failed in the last run, or will always be refused, in the order of the catalog. */
  failures(): Generator<FileFailure, void, undefined>;
  close(): void;
}

interface Described {
  readonly path: string;
  readonly signature: QuerySignature;
  readonly expiresAt: Date;
  readonly partTag: string;
}

/** Wraps an open database of ours. */
export function candidatesDatabase(sqlite: DatabaseSync, described: Described): CandidatesDatabase {
  return {
    ...described,
    sqlite,
    counts: () => readCounts(sqlite),
    failures: () => readFailures(sqlite),
    close: () => sqlite.close(),
  };
}

/** Runs `work` in one transaction; rolled back when it throws. */
export function inTransaction<T>(sqlite: DatabaseSync, work: () => T): T {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    sqlite.exec('COMMIT');
    return result;
  } catch (error) {
    sqlite.exec('ROLLBACK');
    throw error;
  }
}

function readCounts(sqlite: DatabaseSync) {
  const row: Row =
    sqlite
      .prepare(
        `SELECT count(*) AS candidates, count(DISTINCT dataset_id) AS datasets,
              coalesce(sum(downloaded = 0), 0) AS pending FROM download_candidates`,
      )
      .get() ?? {};
  return {
    candidates: number(row, 'candidates'),
    datasets: number(row, 'datasets'),
    pending: number(row, 'pending'),
  };
}

function* readFailures(sqlite: DatabaseSync): Generator<FileFailure, void, undefined> {
  const rows = sqlite
    .prepare(
      `SELECT c.dataset_id, c.location, f.path, r.name, l.layout, f.code, f.message
       FROM transfer_file f INDEXED BY transfer_failed
       JOIN download_candidates c ON c.id = f.candidate_id
       JOIN transfer_file r ON r.candidate_id = f.candidate_id AND r.path = ''
       LEFT JOIN transfer_landing l ON l.id = f.landing
       WHERE f.state >= ${FileState.Failed} ORDER BY f.candidate_id, f.path`,
    )
    .iterate();
  for (const row of rows) yield failureOf(row);
}

function failureOf(row: Row): FileFailure {
  const path = text(row, 'path');
  const datasetId = text(row, 'dataset_id');
  const layout = optionalText(row, 'layout') === 'dataset' ? 'dataset' : 'flat';
  return {
    datasetId,
    url: redact(fileUrl(text(row, 'location'), path)),
    path: relativeTarget(layout, datasetId, optionalText(row, 'name'), path),
    code: text(row, 'code') as ErrorCode, // written by us, from a VcpError
    message: text(row, 'message'),
  };
}
