/** "VCPc": marks a database as ours, so that one of the original's is never taken for it. */
export const APPLICATION_ID = 0x56435063;

/** Raised when the tables change; a database of another format is collected anew. */
export const FORMAT = 1;

/** State of a row of `transfer_file`. */
export const FileState = {
  Pending: 0,
  /** Verified and durable under its final name. */
  Done: 1,
  /** The last run could not fetch it; the next one tries again. */
  Failed: 2,
  /** Its name or scheme is refused; no run will fetch it. */
  Refused: 3,
} as const;

/** What a row of `transfer_file` stands for. */
export const FileKind = {
  File: 0,
  /** A folder whose files are not listed yet. */
  Folder: 1,
  /** An s3 key that may be an object or a prefix. */
  Unknown: 2,
  /** A folder whose files have rows of their own. */
  Listed: 3,
} as const;

/**
 * The first two tables and their indexes are the original's, column for column: its client can
 * open the file. The others are ours.
 *
 * `transfer_file` has a row with an empty `path` for each location, and one more for each file of a
 * folder, with its path in it. `name` is what the location is called below the target folder, null
 * when the remote name is refused. `clash` is set where the clash key is not the name itself.
 * `landing` says where the file was last put; `mtime` and `size` how it looked then.
 */
export const CANDIDATE_TABLES = `
CREATE TABLE query_metadata (
  id INTEGER PRIMARY KEY,
  query TEXT NOT NULL,
  search_term TEXT NOT NULL,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  expires_at TIMESTAMP NOT NULL
);
CREATE TABLE download_candidates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  namespace TEXT,
  location TEXT NOT NULL,
  downloaded INTEGER DEFAULT 0,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE transfer_download (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  signature TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  part_tag TEXT NOT NULL
);
CREATE TABLE transfer_landing (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL,
  layout TEXT NOT NULL,
  UNIQUE (folder, layout)
);
CREATE TABLE transfer_file (
  candidate_id INTEGER NOT NULL,
  path TEXT NOT NULL,
  kind INTEGER NOT NULL,
  name TEXT,
  clash TEXT,
  size INTEGER,
  size_rounded INTEGER NOT NULL DEFAULT 0,
  checksum TEXT,
  etag TEXT,
  state INTEGER NOT NULL DEFAULT 0,
  verified TEXT,
  landing INTEGER,
  mtime REAL,
  code TEXT,
  message TEXT,
  PRIMARY KEY (candidate_id, path)
) WITHOUT ROWID;
`;

/** Built after the rows are in, which is faster and reads less. */
export const CANDIDATE_INDEXES = `
CREATE INDEX idx_dataset_id ON download_candidates(dataset_id);
CREATE INDEX idx_downloaded ON download_candidates(downloaded);
CREATE INDEX transfer_failed ON transfer_file(candidate_id, path) WHERE state >= 2;
CREATE INDEX transfer_unlisted ON transfer_file(candidate_id, kind) WHERE kind IN (1, 2);
`;
