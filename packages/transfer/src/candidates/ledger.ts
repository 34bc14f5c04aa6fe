import { DatabaseError, type ErrorCode, type VcpError } from '@vcp/schema';
import { fileSystemErrorOf } from '../failure.ts';
import { errnoOf, type FileSystem } from '../file-system.ts';
import type { Verification } from '../options.ts';
import type { TargetFolder } from '../paths/target-folder.ts';
import { type CandidatesDatabase, inTransaction } from './database.ts';
import type { CandidateFile } from './rows.ts';
import { FileKind, FileState } from './tables.ts';

const FLUSH_ROWS = 500;
const FLUSH_MS = 250;

type FileKey = Pick<CandidateFile, 'candidateId' | 'member'>;

/** How a file lies under its final name. */
export interface Landed {
  readonly size: number;
  readonly mtime: number;
  readonly verified: Verification;
  readonly etag: string | null;
}

/**
 * Notes what became of each file, in batches: first the changed folders are forced to the disk,
 * then the rows are committed. A row never says done for a file that a power cut could undo.
 */
export interface Ledger {
  done(file: FileKey, landed: Landed): void;
  failed(file: FileKey, code: ErrorCode, message: string): void;
  /** A file that was done before is wanted again. */
  wanted(file: FileKey): void;
  /** All files of a candidate were looked at: it is downloaded when all of them are done. */
  settle(candidateId: number): void;
  /** Commits what was noted. */
  flush(): Promise<void>;
  close(): void;
}

type Note = () => void;

/**
 * A ledger for files that go to `folder`, known to the database as number `landing`. `onBroken` is
 * told when a folder cannot be forced to the disk, or a batch not be committed; its files stay
 * pending.
 */
export function openLedger(
  { sqlite }: Pick<CandidatesDatabase, 'sqlite'>,
  landing: number,
  fs: FileSystem,
  folder: TargetFolder,
  onBroken: (error: VcpError) => void,
): Ledger {
  const done = sqlite.prepare(
    `UPDATE transfer_file SET state = ${FileState.Done}, size = ?, size_rounded = 0, mtime = ?,
       verified = ?, etag = ?, landing = ?, code = NULL, message = NULL
     WHERE candidate_id = ? AND path = ?`,
  );
  const failed = sqlite.prepare(
    `UPDATE transfer_file SET code = ?, message = ?, landing = ?,
       state = CASE state WHEN ${FileState.Refused} THEN state ELSE ${FileState.Failed} END
     WHERE candidate_id = ? AND path = ?`,
  );
  const wanted = sqlite.prepare(
    `UPDATE transfer_file SET state = ${FileState.Pending} WHERE candidate_id = ? AND path = ?`,
  );
  const reopen = sqlite.prepare('UPDATE download_candidates SET downloaded = 0 WHERE id = ?');
  const settle = sqlite.prepare(
    `UPDATE download_candidates SET downloaded = NOT EXISTS (
       SELECT 1 FROM transfer_file WHERE candidate_id = id AND state <> ${FileState.Done}
         AND kind <> ${FileKind.Listed}) WHERE id = ?`,
  );
  let notes: Note[] = [];
  let flushing: Promise<void> = Promise.resolve();

  const commit = async () => {
    const batch = notes;
    notes = [];
    for (const changed of folder.takeChanged()) await syncFolder(fs, changed);
    if (batch.length > 0)
      inTransaction(sqlite, () => {
        for (const note of batch) note();
      });
  };
  const startFlush = () => {
    flushing = flushing.then(commit).catch((error) => onBroken(brokenBy(error, folder.root)));
    return flushing;
  };
  const add = (note: Note) => {
    notes.push(note);
    if (notes.length >= FLUSH_ROWS) startFlush();
  };
  const timer = setInterval(() => {
    if (notes.length > 0) startFlush();
  }, FLUSH_MS);
  timer.unref();

  return {
    done: ({ candidateId, member }, { size, mtime, verified, etag }) =>
      add(() => done.run(size, mtime, verified, etag, landing, candidateId, member)),
    failed: ({ candidateId, member }, code, message) =>
      add(() => failed.run(code, message, landing, candidateId, member)),
    wanted: ({ candidateId, member }) =>
      add(() => {
        wanted.run(candidateId, member);
        reopen.run(candidateId);
      }),
    settle: (candidateId) => add(() => settle.run(candidateId)),
    flush: startFlush,
    close: () => clearInterval(timer),
  };
}

function brokenBy(error: unknown, folder: string): VcpError {
  return /^E[A-Z]+$/.test(errnoOf(error) ?? '')
    ? fileSystemErrorOf(error, folder)
    : new DatabaseError('the states of the download cannot be written', { cause: error });
}

/** The number under which the database knows a folder and layout. */
export function landingNumber(
  { sqlite }: Pick<CandidatesDatabase, 'sqlite'>,
  folder: string,
  layout: string,
): number {
  sqlite
    .prepare('INSERT INTO transfer_landing (folder, layout) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(folder, layout);
  const row = sqlite
    .prepare('SELECT id FROM transfer_landing WHERE folder = ? AND layout = ?')
    .get(folder, layout);
  return Number(row?.id);
}

async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  const fd = fs.open(folder, 0, 0);
  try {
    await fs.sync(fd);
  } catch (error) {
    // Some network file systems have no sync for folders.
    if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
  } finally {
    fs.close(fd);
  }
}
