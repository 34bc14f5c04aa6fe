import type { DatabaseSync } from 'node:sqlite';
import type { Checksum } from '@vcp/schema';
import { hasExtension } from '../paths/location-name.ts';
import {
  number,
  optionalChecksum,
  optionalNumber,
  optionalText,
  type Row,
  text,
} from './columns.ts';
import { fileUrl } from './file-url.ts';
import { FileKind, FileState } from './tables.ts';

/** A file of a download: a location, or one file of a listed folder. */
export interface CandidateFile {
  readonly candidateId: number;
  readonly datasetId: string;
  /** The path in the folder; empty for the location itself. */
  readonly member: string;
  readonly url: string;
  readonly kind: number;
  /** What its location is called below the target folder; null when that name is refused. */
  readonly name: string | null;
  readonly size: number | null;
  readonly sizeIsRounded: boolean;
  readonly checksum: Checksum | null;
  readonly etag: string | null;
  readonly state: number;
  /** Where it was last put, and how it looked there. */
  readonly landing: number | null;
  readonly mtime: number | null;
  readonly verified: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** The candidates of one dataset, which lie side by side in the database. */
export interface DatasetGroup {
  readonly datasetId: string;
  readonly first: number;
  readonly last: number;
}

const PAGE = 500;
const COLUMNS = `f.candidate_id, c.dataset_id, c.location, f.path, f.kind, f.size,
  f.size_rounded, f.checksum, f.etag, f.state, f.landing, f.mtime, f.verified, f.code, f.message`;

/** The datasets in the order of the catalog; one query each. */
export function* datasetGroups(sqlite: DatabaseSync): Generator<DatasetGroup, void, undefined> {
  const next = sqlite.prepare(
    `SELECT id, dataset_id FROM download_candidates
     WHERE id > ? AND dataset_id <> ? ORDER BY id LIMIT 1`,
  );
  const { last = null } =
    sqlite.prepare('SELECT max(id) AS last FROM download_candidates').get() ?? {};
  if (typeof last !== 'number') return;
  let row: Row | undefined = next.get(0, '');
  while (row) {
    const first = number(row, 'id');
    const datasetId = text(row, 'dataset_id');
    row = next.get(first, datasetId);
    yield { datasetId, first, last: row ? number(row, 'id') - 1 : last };
  }
}

/**
 * The files of the candidates `first` to `last`, in the order of the catalog, read page by page:
 * rows may be changed meanwhile. A folder that is listed is represented by its files.
 */
export function* filesBetween(
  sqlite: DatabaseSync,
  { first, last }: Pick<DatasetGroup, 'first' | 'last'>,
  extensions: readonly string[],
): Generator<CandidateFile, void, undefined> {
  const page = sqlite.prepare(
    `SELECT ${COLUMNS}, r.name AS name
     FROM transfer_file f
     JOIN download_candidates c ON c.id = f.candidate_id
     JOIN transfer_file r ON r.candidate_id = f.candidate_id AND r.path = ''
     WHERE (f.candidate_id, f.path) > (?, ?) AND f.candidate_id <= ?
     ORDER BY f.candidate_id, f.path LIMIT ${PAGE}`,
  );
  // Beyond every path of the candidate before.
  let after: readonly [number, string] = [first - 1, '\u{10ffff}'];
  for (;;) {
    const rows = page.all(...after, last).map(candidateFile);
    for (const file of rows)
      if (file.kind !== FileKind.Listed && isWanted(file, extensions)) yield file;
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) return;
    after = [end.candidateId, end.member];
  }
}

/** The locations whose files are not known yet: folders, and what may be one. */
export function* unlistedLocations(
  sqlite: DatabaseSync,
  extensions: readonly string[],
): Generator<CandidateFile, void, undefined> {
  const page = sqlite.prepare(
    `SELECT ${COLUMNS}, f.name FROM transfer_file f INDEXED BY transfer_unlisted
     JOIN download_candidates c ON c.id = f.candidate_id
     WHERE f.kind IN (${FileKind.Folder}, ${FileKind.Unknown}) AND f.candidate_id > ?
     ORDER BY f.candidate_id LIMIT ${PAGE}`,
  );
  for (let after = 0; ; ) {
    const rows = page.all(after).map(candidateFile);
    for (const file of rows)
      if (file.state !== FileState.Refused && isWanted(file, extensions)) yield file;
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) return;
    after = end.candidateId;
  }
}

/** A refused name has no extension to go by: it is always shown. */
function isWanted({ name }: CandidateFile, extensions: readonly string[]): boolean {
  return name === null || hasExtension(name, extensions);
}

function candidateFile(row: Row): CandidateFile {
  const member = text(row, 'path');
  return {
    candidateId: number(row, 'candidate_id'),
    datasetId: text(row, 'dataset_id'),
    member,
    url: fileUrl(text(row, 'location'), member),
    kind: number(row, 'kind'),
    name: optionalText(row, 'name'),
    size: optionalNumber(row, 'size'),
    sizeIsRounded: number(row, 'size_rounded') === 1,
    checksum: optionalChecksum(row, 'checksum'),
    etag: optionalText(row, 'etag'),
    state: number(row, 'state'),
    landing: optionalNumber(row, 'landing'),
    mtime: optionalNumber(row, 'mtime'),
    verified: optionalText(row, 'verified'),
    code: optionalText(row, 'code'),
    message: optionalText(row, 'message'),
  };
}
