import {
  BadAnswer,
  DiskFull,
  FileSystemError,
  Forbidden,
  LengthMismatch,
  NetworkError,
  NotFound,
  RateLimited,
  redact,
  ServerError,
  SourceChanged,
  VcpError,
} from '@vcp/schema';
import { errnoOf } from './file-system.ts';
import { type FaultKind, StoreFault } from './stores/store-fault.ts';

type ErrorClass = new (message: string, advice: { hint?: string; cause: unknown }) => VcpError;

const OF_FAULT: Readonly<Record<FaultKind, ErrorClass>> = {
  network: NetworkError,
  server: ServerError,
  'slow-down': RateLimited,
  short: LengthMismatch,
  changed: SourceChanged,
  range: SourceChanged,
  'expired-url': Forbidden,
  'not-found': NotFound,
  denied: Forbidden,
  'web-page': Forbidden,
  'unsafe-redirect': BadAnswer,
  tls: NetworkError,
  'bad-answer': BadAnswer,
};

const HINTS: Partial<Readonly<Record<FaultKind, string>>> = {
  denied: 'Sign in with an account that may read this dataset.',
  'web-page': 'The dataset may want a sign-in or accepted terms at its source.',
  'expired-url': 'Run the same command again: the catalog makes a new link.',
};

const NO_SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Any error as one of ours, with what it is about; ours pass through. */
export function vcpErrorOf(error: unknown, subject: string): VcpError {
  if (error instanceof VcpError) return error;
  const about = redact(subject);
  if (error instanceof StoreFault) {
    const hint = HINTS[error.kind];
    return new OF_FAULT[error.kind](`${about}: ${error.message}`, {
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    });
  }
  return fileSystemErrorOf(error, about);
}

/** A failed system call as one of ours. Anything that is not one is passed on as it is. */
export function fileSystemErrorOf(error: unknown, subject: string): VcpError {
  if (error instanceof VcpError) return error;
  const errno = errnoOf(error);
  if (errno === null) throw error;
  if (NO_SPACE.includes(errno))
    return new DiskFull(`${subject}: no space left on the disk (${errno})`, {
      hint: 'Make room and run the same command again: it goes on where it stopped.',
      cause: error,
    });
  return new FileSystemError(`${subject}: the file system refused (${errno})`, { cause: error });
}
