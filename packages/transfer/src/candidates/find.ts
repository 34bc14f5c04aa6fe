import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from '@vcp/schema';
import type { QuerySignature } from '../candidate.ts';
import { isHeld, leasePath } from '../lease.ts';
import type { CandidatesDatabase } from './database.ts';
import { isCandidatesFileName, isFileNameOf } from './file-name.ts';
import { openCandidates, readExpiry } from './open.ts';

const UNFINISHED = /^candidates_.*\.db\.collecting-(\d+)-[0-9a-f]{8}$/u;

/**
 * The live database of the same download, or null. Removes databases of ours that have expired or
 * cannot be read, and what a killed collection left; those in use, and those of the original
 * client, stay untouched.
 */
export async function findCandidates(
  dir: string,
  signature: QuerySignature,
  now: () => Date,
): Promise<CandidatesDatabase | null> {
  await removeStale(dir, now());
  const names = filesIn(dir).filter((name) => isFileNameOf(name, signature));
  for (const name of names.sort().reverse()) {
    try {
      return await openCandidates(join(dir, name), signature);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error; // another query with the same short hash
    }
  }
  return null;
}

/** Removes a database with all that lies beside it. */
export function removeCandidates(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm', '.lease'])
    rmSync(path + suffix, { force: true });
}

async function removeStale(dir: string, now: Date): Promise<void> {
  for (const name of filesIn(dir)) {
    const path = join(dir, name);
    const collector = UNFINISHED.exec(name)?.[1];
    if (collector !== undefined) {
      if (!isAlive(Number(collector))) removeCandidates(path);
    } else if (isCandidatesFileName(name) && !isHeld(leasePath(path)) && (await isStale(path, now)))
      removeCandidates(path);
  }
}

async function isStale(path: string, now: Date): Promise<boolean> {
  try {
    return (await readExpiry(path)) <= now;
  } catch (error) {
    if (error instanceof DatabaseError) return true;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return []; // nothing was collected here yet
  }
}
