import type { DatabaseSync } from 'node:sqlite';
import { redact } from '@vcp/schema';
import type { Clash, Layout } from '../options.ts';
import { number, type Row, text } from './columns.ts';
import { fileUrl, relativeTarget } from './file-url.ts';
import { FileKind, FileState } from './tables.ts';

const MAX_SHOWN = 100;

/** The sources that want one path, found before anything is fetched. */
export interface Clashes {
  readonly count: number;
  /** The first of them. */
  readonly shown: readonly Clash[];
}

/**
 * Finds locations that would get one name (also where only case or Unicode form differ), and inside
 * each folder files that would get one path or lie under another file. The same link twice, or two
 * links to the same checksum, are one source and no clash. Memory does not grow with the rows.
 */
export function findClashes(
  sqlite: DatabaseSync,
  layout: Layout,
  extensions: readonly string[],
): Clashes {
  const shown: Clash[] = [];
  let count = 0;
  const note = (clash: Clash) => {
    count += 1;
    if (shown.length < MAX_SHOWN) shown.push(clash);
  };
  for (const clash of clashingLocations(sqlite, layout, extensions)) note(clash);
  for (const row of listedFolders(sqlite, extensions))
    for (const clash of clashesInFolder(sqlite, row, layout)) note(clash);
  return { count, shown };
}

/** Finds the clashes inside one listed folder. */
export function clashesInFolder(
  sqlite: DatabaseSync,
  folder: Row,
  layout: Layout,
): readonly Clash[] {
  const location = text(folder, 'location');
  const clash = (...paths: readonly [string, string]): Clash => ({
    path: relativeTarget(layout, text(folder, 'dataset_id'), text(folder, 'name'), paths[1]) ?? '',
    urls: paths.map((path) => redact(fileUrl(location, path))),
  });
  // With the separator as the lowest character, what lies under a file comes right after it.
  const rows = sqlite
    .prepare(
      `SELECT path, coalesce(clash, path) AS key FROM transfer_file
       WHERE candidate_id = ? AND path <> '' AND state <> ${FileState.Refused}
       ORDER BY replace(key, '/', char(1))`,
    )
    .iterate(number(folder, 'id'));
  const found: Clash[] = [];
  let before: Row | null = null;
  for (const row of rows) {
    const isClash =
      before !== null &&
      (text(row, 'key') === text(before, 'key') ||
        text(row, 'key').startsWith(`${text(before, 'key')}/`));
    if (isClash && before !== null) found.push(clash(text(before, 'path'), text(row, 'path')));
    if (!isClash) before = row;
    if (found.length > MAX_SHOWN) break;
  }
  return found;
}

function* clashingLocations(
  sqlite: DatabaseSync,
  layout: Layout,
  extensions: readonly string[],
): Generator<Clash, void, undefined> {
  const wanted = extensionFilter(extensions);
  // Few names occur twice: only those are looked at closely.
  sqlite.exec('DROP TABLE IF EXISTS temp.repeated_name');
  sqlite
    .prepare(
      `CREATE TEMP TABLE repeated_name AS
       SELECT coalesce(f.clash, f.name) AS key FROM transfer_file f
       WHERE f.path = '' AND f.name IS NOT NULL AND ${wanted.sql}
       GROUP BY key HAVING count(*) > 1`,
    )
    .run(...wanted.values);
  const scope = layout === 'dataset' ? 'c.dataset_id' : "''";
  const groups = sqlite
    .prepare(
      `SELECT min(f.name) AS name, c.dataset_id, min(c.location) AS low, max(c.location) AS high
       FROM transfer_file f JOIN download_candidates c ON c.id = f.candidate_id
       WHERE f.path = '' AND ${wanted.sql}
         AND coalesce(f.clash, f.name) IN (SELECT key FROM temp.repeated_name)
       GROUP BY coalesce(f.clash, f.name), ${scope}
       HAVING count(DISTINCT f.name || char(1) || coalesce(f.checksum, c.location)) > 1`,
    )
    .iterate(...wanted.values);
  for (const row of groups)
    yield {
      path: relativeTarget(layout, text(row, 'dataset_id'), text(row, 'name'), '') ?? '',
      urls: [redact(text(row, 'low')), redact(text(row, 'high'))],
    };
  sqlite.exec('DROP TABLE temp.repeated_name');
}

function listedFolders(sqlite: DatabaseSync, extensions: readonly string[]) {
  const wanted = extensionFilter(extensions);
  return sqlite
    .prepare(
      `SELECT c.id, c.dataset_id, c.location, f.name FROM transfer_file f
       JOIN download_candidates c ON c.id = f.candidate_id
       WHERE f.path = '' AND f.kind = ${FileKind.Listed} AND ${wanted.sql}`,
    )
    .iterate(...wanted.values);
}

function extensionFilter(extensions: readonly string[]) {
  const tests = extensions.map(() => 'lower(substr(f.name, -length(?))) = ?');
  return {
    sql: tests.length === 0 ? '1' : `(${tests.join(' OR ')})`,
    values: extensions.flatMap((extension) => [extension, extension]),
  };
}
