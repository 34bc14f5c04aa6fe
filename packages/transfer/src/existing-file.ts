import { constants, type Stats } from 'node:fs';
import type { CandidateFile } from './candidates/rows.ts';
import { FileState } from './candidates/tables.ts';
import { strongest } from './integrity/expectation.ts';
import { hashFile } from './integrity/hash-file.ts';
import { differentFile, refuseOccupied } from './landing.ts';
import type { Verification } from './options.ts';
import { patienceFor, persist } from './persist.ts';
import type { Run } from './run.ts';

/** The right file already lies at its final name. */
export interface ThereAlready {
  readonly outcome: 'there';
  readonly size: number;
  readonly mtime: number;
  readonly verified: Verification;
  readonly etag: string | null;
  /** The database knew. */
  readonly wasKnown: boolean;
}

/** A file lies at the final name and is to be kept without looking. */
export interface Skipped {
  readonly outcome: 'skipped';
}

/**
 * Looks at what lies at the final name of a file. Null when nothing is there, or what is there may
 * be replaced. A file is right when it is as we left it, or when it has the promised checksum, or,
 * where neither catalog nor store know one, the right length.
 *
 * @throws {FileExists} for a different file, a folder, a link or a device
 */
export async function inspectExisting(
  run: Run,
  file: CandidateFile,
  target: string,
  path: string,
): Promise<ThereAlready | Skipped | null> {
  const { existing } = run.options;
  const found = run.context.fs.lstat(target);
  if (!found) return null;
  if (!found.isFile()) refuseOccupied(path, found, existing);
  if (existing === 'skip') return { outcome: 'skipped' };
  if (existing === 'overwrite') return null;
  const there = {
    outcome: 'there',
    size: found.size,
    mtime: found.mtimeMs,
    wasKnown: false,
  } as const;
  if (isAsWeLeftIt(file, found, run.landing))
    return {
      ...there,
      verified: asVerification(file.verified),
      etag: file.etag,
      wasKnown: true,
    };

  const size = file.sizeIsRounded ? null : file.size;
  if (size !== null && size !== found.size) throw differentFile(path);
  const version = file.checksum ? null : await describe(run, file, path);
  if (version && version.size !== null && version.size !== found.size) throw differentFile(path);
  const expected = strongest(file.checksum, version);
  const etag = version?.etag ?? file.etag;
  if (!expected) return { ...there, verified: 'length', etag };
  if ((await digestOf(run, target, found.size, expected)) !== expected.value)
    throw differentFile(path);
  return { ...there, verified: expected.verification, etag };
}

/** Whether the database remembers this very file in this very place. */
export function isAsWeLeftIt(
  file: CandidateFile,
  found: Pick<Stats, 'size' | 'mtimeMs'>,
  landing: number,
): boolean {
  return (
    file.state === FileState.Done &&
    file.landing === landing &&
    file.size === found.size &&
    file.mtime === found.mtimeMs
  );
}

async function describe(run: Run, file: CandidateFile, path: string) {
  const store = await run.stores.storeFor(file.datasetId, file.url, run.signal);
  return persist(run, patienceFor(run, path), () => store.describe(file.url, path, run.signal));
}

async function digestOf(
  run: Run,
  target: string,
  size: number,
  expected: NonNullable<ReturnType<typeof strongest>>,
): Promise<string> {
  const { fs } = run.context;
  const fd = fs.open(target, constants.O_RDONLY | constants.O_NOFOLLOW, 0);
  try {
    return await hashFile(fs, fd, size, expected.hasher(), run.signal);
  } finally {
    fs.close(fd);
  }
}

function asVerification(text: string | null): Verification {
  return (text ?? 'length') as Verification; // written by us, from a Verification
}
