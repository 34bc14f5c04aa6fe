import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '@vcp/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CandidateInput, QuerySignature } from '../candidate.ts';
import { leasePath, requireLease } from '../lease.ts';
import { candidate, SIGNATURE } from '../test-download.ts';
import { collectCandidates } from './collect.ts';
import type { CandidatesDatabase } from './database.ts';
import {
  candidatesFileName,
  isCandidatesFileName,
  isFileNameOf,
  localTimestamp,
} from './file-name.ts';
import { findCandidates } from './find.ts';
import { candidateReader } from './rows.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dir: string;
let open: CandidatesDatabase[];
beforeEach(async () => {
  folder = await temporaryFolder('candidates');
  dir = join(folder.path, 'downloads');
  open = [];
});
afterEach(async () => {
  for (const database of open) if (database.sqlite.isOpen) database.close();
  await folder.remove();
});

const NOW = new Date('2026-11-20T10:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number) => () => new Date(NOW.getTime() + hours * HOUR);

async function* inputs(count: number, prefix = 'f'): AsyncGenerator<CandidateInput> {
  for (let i = 0; i < count; i += 1)
    yield candidate(`https://example.org/${prefix}${i}.h5ad`, { datasetId: `d${i >> 1}` });
}

const collect = async (signature: QuerySignature, source = inputs(3), now = at(0)) => {
  const database = await collectCandidates(dir, signature, source, { now });
  open.push(database);
  return database;
};
const find = async (signature: QuerySignature, now = at(1)) => {
  const database = await findCandidates(dir, signature, now);
  if (database) open.push(database);
  return database;
};
const urlsIn = (database: CandidatesDatabase | null) =>
  database &&
  [...candidateReader(database.sqlite, []).files({ first: 1, last: 1e9 })].map(({ url }) => url);

test('what was collected is found again by the same signature, until it expires', async () => {
  const collected = await collect(SIGNATURE);
  expect(collected.counts()).toEqual({ candidates: 3, datasets: 2, pending: 3 });
  expect(collected.expiresAt).toEqual(at(24)());
  collected.close();
  const found = await find(SIGNATURE, at(23.9));
  expect(found?.counts()).toEqual({ candidates: 3, datasets: 2, pending: 3 });
  expect(found?.signature).toEqual(SIGNATURE);
  found?.close();
  expect(await find(SIGNATURE, at(24))).toBeNull();
  expect(readdirSync(dir)).toEqual([]);
});

test('anything that changes the result is another download, also with a name that looks alike', async () => {
  const others: QuerySignature[] = [
    { ...SIGNATURE, query: 'te st' },
    { ...SIGNATURE, query: 'te:st' },
    { ...SIGNATURE, exact: true },
    { ...SIGNATURE, allVersions: true },
    { ...SIGNATURE, namespace: 'x' },
    { ...SIGNATURE, platform: 'https://other.example.org' },
    { ...SIGNATURE, account: 'somebody' },
  ];
  await collect(SIGNATURE, inputs(1, 'first'));
  for (const other of others) expect(await find(other)).toBeNull();
  for (const [i, other] of others.entries()) await collect(other, inputs(1, `other${i}-`));
  for (const [i, other] of others.entries())
    expect(urlsIn(await find(other))).toEqual([`https://example.org/other${i}-0.h5ad`]);
  expect(urlsIn(await find(SIGNATURE))).toEqual(['https://example.org/first0.h5ad']);
});

test('a database that only shares the short hash is not taken', async () => {
  const other = { ...SIGNATURE, query: 'other' };
  const collected = await collect(other);
  const name = candidatesFileName(SIGNATURE, collected.expiresAt);
  collected.close();
  execFileSync('cp', [collected.path, join(dir, name)]);
  expect(await find(SIGNATURE)).toBeNull();
});

test('names are those of the original with a hash in them, and never too long', () => {
  const name = candidatesFileName({ ...SIGNATURE, query: 'tissue: "zoë" é-_x/../y' }, NOW);
  expect(name).toMatch(/^candidates_tissuezoëé-_xy_[0-9a-f]{8}_2026112\d\.db$/);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (query) => {
      const signature = { ...SIGNATURE, query };
      const long = candidatesFileName(signature, NOW);
      expect(Buffer.byteLength(long)).toBeLessThan(230);
      expect(long).not.toMatch(/[/\0]/);
      expect(isCandidatesFileName(long)).toBe(true);
      expect(isFileNameOf(long, signature)).toBe(true);
      expect(isFileNameOf(long, { ...signature, exact: true })).toBe(false);
    }),
  );
});

test('nothing is left when the source fails, or the user interrupts', async () => {
  async function* failing() {
    yield* inputs(20_000);
    throw new Error('the server went away');
  }
  await expect(collect(SIGNATURE, failing())).rejects.toThrow('the server went away');
  expect(readdirSync(dir)).toEqual([]);

  const controller = new AbortController();
  async function* interrupted() {
    yield* inputs(7_000);
    controller.abort();
    yield* inputs(7_000);
  }
  const counts: number[] = [];
  const collecting = collectCandidates(dir, SIGNATURE, interrupted(), {
    now: at(0),
    signal: controller.signal,
    onCount: (count) => counts.push(count),
  });
  await expect(collecting).rejects.toMatchObject({ code: 'ERR_INTERRUPTED' });
  expect(counts).toEqual([5_000]);
  expect(readdirSync(dir)).toEqual([]);
});

test('an unfinished collection is never found, and is removed when its process is gone', async () => {
  let seen: string[] = [];
  async function* looking() {
    yield* inputs(10);
    seen = readdirSync(dir);
    expect(await find(SIGNATURE)).toBeNull();
    yield* inputs(10);
  }
  const collected = await collect(SIGNATURE, looking());
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/\.collecting-\d+-/);
  const gone = `${collected.path}.collecting-999999999-00000000`;
  writeFileSync(gone, 'half');
  await find(SIGNATURE);
  expect(existsSync(gone)).toBe(false);
});

test('collecting again replaces the database', async () => {
  await collect(SIGNATURE, inputs(3));
  const second = await collect(SIGNATURE, inputs(1, 'new'));
  expect(urlsIn(second)).toEqual(['https://example.org/new0.h5ad']);
  expect(readdirSync(dir)).toHaveLength(1);
});

test('damaged and expired databases are removed, but not those in use or of others', async () => {
  const expired = await collect({ ...SIGNATURE, query: 'expired' });
  const used = await collect({ ...SIGNATURE, query: 'used' });
  for (const database of [expired, used]) database.close();
  const damaged = join(dir, candidatesFileName({ ...SIGNATURE, query: 'damaged' }, NOW));
  writeFileSync(damaged, 'no database');
  const originals = join(dir, 'candidates_test_20261101.db');
  writeFileSync(originals, 'of the original');
  const lease = requireLease(leasePath(used.path), 'it');
  expect(await find(SIGNATURE, at(30))).toBeNull();
  lease.release();
  expect(existsSync(expired.path)).toBe(false);
  expect(existsSync(damaged)).toBe(false);
  expect(existsSync(used.path)).toBe(true);
  expect(existsSync(originals)).toBe(true);
});

test('the tables of the original are there, column for column, and filled as it fills them', async () => {
  const collected = await collect(SIGNATURE);
  collected.close();
  const sqlite = new DatabaseSync(collected.path, { readOnly: true });
  const columns = (table: string) =>
    sqlite
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name);
  expect(columns('query_metadata')).toEqual([
    'id',
    'query',
    'search_term',
    'created_at',
    'expires_at',
  ]);
  expect(columns('download_candidates')).toEqual([
    'id',
    'dataset_id',
    'dataset_name',
    'namespace',
    'location',
    'downloaded',
    'created_at',
  ]);
  const metadata = sqlite.prepare('SELECT * FROM query_metadata').all();
  expect(metadata).toMatchObject([
    { query: 'test', search_term: 'test', expires_at: localTimestamp(at(24)()) },
  ]);
  const [first] = sqlite.prepare('SELECT * FROM download_candidates').all();
  expect(first).toMatchObject({
    id: 1,
    dataset_id: 'd0',
    namespace: null,
    location: 'https://example.org/f0.h5ad',
    downloaded: 0,
  });
  expect(first?.created_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  sqlite.close();
});

test('a database of the original is not taken as ours', async () => {
  const ours = await collect(SIGNATURE);
  ours.close();
  const sqlite = new DatabaseSync(ours.path);
  sqlite.exec('PRAGMA application_id = 0');
  sqlite.close();
  expect(await find(SIGNATURE)).toBeNull();
});

test('only the user can read it', async () => {
  const collected = await collect(SIGNATURE);
  expect(statSync(collected.path).mode & 0o777).toBe(0o600);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('a second process is told who is at it; a dead or silent one loses its lease', async () => {
  const path = leasePath(join(folder.path, 'thing'));
  const lease = requireLease(path, 'this download');
  expect(() => requireLease(path, 'this download')).toThrow(
    /process \d+ on \S+ is at this download/,
  );
  expect(lease.isOurs()).toBe(true);
  lease.release();
  expect(existsSync(path)).toBe(false);

  const dead = JSON.stringify({ pid: 999_999_999, host: thisHostIn(path), tag: 'x' });
  writeFileSync(path, dead);
  requireLease(path, 'it').release();

  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', tag: 'y' }));
  expect(() => requireLease(path, 'it')).toThrow(/process 1 on elsewhere/);
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(path, longAgo, longAgo);
  requireLease(path, 'it').release();
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a lease that was taken over is no longer ours, and stays with its new owner', () => {
  const path = leasePath(join(folder.path, 'thing'));
  const lease = requireLease(path, 'it');
  writeFileSync(path, JSON.stringify({ pid: process.pid, host: 'elsewhere', tag: 'new' }));
  expect(lease.isOurs()).toBe(false);
  lease.release();
  expect(existsSync(path)).toBe(true);
});

/** How this machine is called in leases. */
function thisHostIn(path: string): string {
  const probe = `${path}.probe.lease`;
  const lease = requireLease(probe, 'a probe');
  const { host } = JSON.parse(execFileSync('cat', [probe], { encoding: 'utf8' }));
  lease.release();
  return host;
}
