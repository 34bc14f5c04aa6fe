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

// Small, so that few rows outlive a sweep of the young heap, which would make it grow.
const PAGE = 100;
const COLUMNS = `f.candidate_id, c.dataset_id, c.location, f.path, f.kind, f.size,
  f.size_rounded, f.checksum, f.etag, f.state, f.landing, f.mtime, f.verified, f.code, f.message`;

/** Reads what there is to do, page by page: rows may be changed meanwhile. */
export interface CandidateReader {
  /** The datasets in the order of the catalog; one query each. */
  groups(): Generator<DatasetGroup, void, undefined>;
  /**
   * The files of the candidates `first` to `last`, in the order of the catalog; one query for each
   * 100. A folder that is listed is represented by its files.
   */
  files(group: Pick<DatasetGroup, 'first' | 'last'>): Generator<CandidateFile, void, undefined>;
  /** All files with one query; nothing may be changed meanwhile. */
  allFiles(): Generator<CandidateFile, void, undefined>;
}

/** A reader that leaves out what has none of the extensions. */
export function candidateReader(
  sqlite: DatabaseSync,
  extensions: readonly string[],
): CandidateReader {
  const nextGroup = sqlite.prepare(
    `SELECT id, dataset_id FROM download_candidates
     WHERE id > ? AND +dataset_id <> ? ORDER BY id LIMIT 1`,
  );
  const lastCandidate = sqlite.prepare('SELECT max(id) AS last FROM download_candidates');
  const select = `SELECT ${COLUMNS}, r.name AS name
     FROM transfer_file f
     JOIN download_candidates c ON c.id = f.candidate_id
     JOIN transfer_file r ON r.candidate_id = f.candidate_id AND r.path = ''`;
  const page = sqlite.prepare(
    `${select} WHERE (f.candidate_id, f.path) > (?, ?) AND f.candidate_id <= ?
     ORDER BY f.candidate_id, f.path LIMIT ${PAGE}`,
  );
  const all = sqlite.prepare(`${select} ORDER BY f.candidate_id, f.path`);
  const isFile = (row: Row) => row.kind !== FileKind.Listed && isWanted(row, extensions);
  return {
    *groups() {
      const last = lastCandidate.get()?.last;
      if (typeof last !== 'number') return;
      let row: Row | undefined = nextGroup.get(0, '');
      while (row) {
        const first = number(row, 'id');
        const datasetId = text(row, 'dataset_id');
        row = nextGroup.get(first, datasetId);
        yield { datasetId, first, last: row ? number(row, 'id') - 1 : last };
      }
    },
    *files({ first, last }) {
      // Beyond every path of the candidate before.
      let after: readonly [number, string] = [first - 1, '\u{10ffff}'];
      for (;;) {
        const rows = page.all(...after, last);
        for (const row of rows) if (isFile(row)) yield candidateFile(row);
        const end = rows.at(-1);
        if (!end || rows.length < PAGE) return;
        after = [number(end, 'candidate_id'), text(end, 'path')];
      }
    },
    *allFiles() {
      for (const row of all.iterate()) if (isFile(row)) yield candidateFile(row);
    },
  };
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
    const rows = page.all(after);
    for (const row of rows)
      if (row.state !== FileState.Refused && isWanted(row, extensions)) yield candidateFile(row);
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) return;
    after = number(end, 'candidate_id');
  }
}

/** A location whose name is refused goes by what its URL ends with. */
function isWanted(row: Row, extensions: readonly string[]): boolean {
  const name = optionalText(row, 'name') ?? text(row, 'location').replace(/[?#].*$/s, '');
  return hasExtension(name, extensions);
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
