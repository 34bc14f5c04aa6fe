import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ErrorCode, redact, type VcpError } from '@vcp/schema';
import { landingNumber } from './candidates/ledger.ts';
import { type CandidateFile, candidateReader } from './candidates/rows.ts';
import { FileKind, FileState } from './candidates/tables.ts';
import { isAsWeLeftIt } from './existing-file.ts';
import { safeTarget } from './fetch-file.ts';
import type { FileFailure } from './options.ts';
import type { Session } from './session.ts';

export const MAX_FAILURES_SHOWN = 1_000;
const ROWS_BETWEEN_BREATHS = 2_000;

/** What there is to do, from the database and a look at the disk; no file is opened. */
export interface Stock {
  files: number;
  bytes: number;
  unknownSizes: number;
  alreadyThere: number;
  skipped: number;
  failureCount: number;
  readonly failures: FileFailure[];
}

/** Looks at every file of a download. `root` need not exist. */
export async function takeStock(session: Session, root: string): Promise<Stock> {
  const { candidates, options, signal } = session;
  const landing = landingNumber(candidates, root, options.layout);
  const stock: Stock = {
    files: 0,
    bytes: 0,
    unknownSizes: 0,
    alreadyThere: 0,
    skipped: 0,
    failureCount: 0,
    failures: [],
  };
  let rows = 0;
  const reader = candidateReader(candidates.sqlite, options.extensions);
  for (const file of reader.allFiles()) {
    count(session, stock, file, root, landing);
    rows += 1;
    if (rows % ROWS_BETWEEN_BREATHS === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return stock;
}

/** Why a file cannot even be tried, as the database knows it; null when it can. */
export function standingFailure(file: CandidateFile): FileFailure | null {
  const isHopeless = file.state === FileState.Refused || file.kind !== FileKind.File;
  if (!isHopeless) return null;
  const code = (file.code ?? 'ERR_FAILED') as ErrorCode; // written by us, from a VcpError
  return failureOf(file, null, { code, message: file.message ?? 'it was not listed' });
}

/** A failure as it is reported: without secrets. */
export function failureOf(
  file: CandidateFile,
  path: string | null,
  { code, message }: Pick<VcpError, 'code' | 'message'>,
): FileFailure {
  return { datasetId: file.datasetId, url: redact(file.url), path, code, message };
}

function count(
  { options, context }: Session,
  stock: Stock,
  file: CandidateFile,
  root: string,
  landing: number,
): void {
  const failure = standingFailure(file);
  if (failure) {
    stock.failureCount += 1;
    if (stock.failures.length < MAX_FAILURES_SHOWN) stock.failures.push(failure);
    return;
  }
  const found = options.existing === 'overwrite' ? null : lookAt(file, root);
  if (found && options.existing === 'skip') stock.skipped += 1;
  else if (found && (isAsWeLeftIt(file, found, landing) || maySize(file, found.size)))
    stock.alreadyThere += 1;
  else {
    stock.files += 1;
    stock.bytes += file.size ?? 0;
    if (file.size === null) stock.unknownSizes += 1;
  }

  function lookAt(wanted: CandidateFile, folder: string) {
    try {
      const stats = context.fs.lstat(join(folder, safeTarget({ options }, wanted)));
      return stats?.isFile() ? stats : null;
    } catch {
      return null; // refused or unreachable: told when it is its turn
    }
  }
}

/** Whether a file of that size may be the one: what the catalog rounds says nothing. */
function maySize({ size, sizeIsRounded }: CandidateFile, found: number): boolean {
  return size === null || sizeIsRounded || size === found;
}
