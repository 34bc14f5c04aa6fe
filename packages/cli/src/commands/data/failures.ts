import {
  BadAnswer,
  ConfigError,
  Conflict,
  DatabaseError,
  DigestMismatch,
  DiskFull,
  type ErrorAdvice,
  type ErrorCode,
  Failed,
  FileExists,
  FileSystemError,
  Forbidden,
  InputError,
  Interrupted,
  LengthMismatch,
  NetworkError,
  NotFound,
  PartlyDone,
  PathClash,
  RateLimited,
  ServerError,
  SignInNeeded,
  SourceChanged,
  UnsafePath,
  UsageError,
  type VcpError,
} from '@vcp/schema';
import type { FileFailure } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { escapeText } from '../../output/escape.ts';
import { note } from '../../output/notes.ts';

const MAX_SHOWN = 50;

const ERRORS: Readonly<Record<ErrorCode, new (message: string, advice?: ErrorAdvice) => VcpError>> =
  {
    ERR_USAGE: UsageError,
    ERR_CONFIG: ConfigError,
    ERR_INPUT: InputError,
    ERR_NOT_FOUND: NotFound,
    ERR_CONFLICT: Conflict,
    ERR_SIGN_IN_NEEDED: SignInNeeded,
    ERR_FORBIDDEN: Forbidden,
    ERR_UNSAFE_PATH: UnsafePath,
    ERR_PATH_CLASH: PathClash,
    ERR_FILE_EXISTS: FileExists,
    ERR_DIGEST_MISMATCH: DigestMismatch,
    ERR_LENGTH_MISMATCH: LengthMismatch,
    ERR_SOURCE_CHANGED: SourceChanged,
    ERR_DISK_FULL: DiskFull,
    ERR_FILE_SYSTEM: FileSystemError,
    ERR_BAD_ANSWER: BadAnswer,
    ERR_SERVER: ServerError,
    ERR_NETWORK: NetworkError,
    ERR_RATE_LIMITED: RateLimited,
    ERR_DATABASE: DatabaseError,
    ERR_PARTLY_DONE: PartlyDone,
    ERR_INTERRUPTED: Interrupted,
    ERR_FAILED: Failed,
  };

const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  ERR_SIGN_IN_NEEDED: 'Sign in, or set VCP_TOKEN, and run the same command again.',
  ERR_FORBIDDEN: 'Ask the owner of the data for access.',
  ERR_FILE_EXISTS:
    'Other files lie there and were left alone: choose another --outdir, or add --overwrite.',
  ERR_UNSAFE_PATH: 'Such names are never written. Tell the owner of the dataset.',
  ERR_DIGEST_MISMATCH:
    'The source does not have the bytes that the catalog promises; tell its owner.',
};

const RETRY = 'Run the same command again to try what failed once more.';

/** Lists failures on stderr, one line each, so that each can be acted upon. */
export function printFailures(
  context: VcpContext,
  failures: readonly FileFailure[],
  count: number,
): void {
  for (const { path, url, code, message } of failures.slice(0, MAX_SHOWN)) {
    const name = path ?? url;
    const reason = message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
    note(context, `failed: ${escapeText(name)}: ${escapeText(reason)} (${code})`);
  }
  const hidden = count - Math.min(failures.length, MAX_SHOWN);
  if (hidden > 0) note(context, `… and ${hidden} more; --json lists them.`);
}

/**
 * The error that ends a run with failures, or null without any: when nothing succeeded and all
 * failed for one reason, that reason, else {@link PartlyDone}.
 */
export function failuresError(
  failures: readonly FileFailure[],
  count: number,
  succeeded: number,
): VcpError | null {
  if (count === 0) return null;
  const codes = new Set(failures.map(({ code }) => code));
  const [code] = codes;
  const what = `${count} of ${count + succeeded} files failed`;
  if (succeeded > 0 || codes.size !== 1 || code === undefined)
    return new PartlyDone(what, { hint: RETRY });
  return new ERRORS[code](`${what}: ${failures[0]?.message}`, { hint: HINTS[code] ?? RETRY });
}
