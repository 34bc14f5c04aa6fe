import { ExitCode } from './exit-code.ts';

/** Every error code that vcp prints; each has a line in docs/troubleshooting.md. */
export type ErrorCode =
  | 'ERR_USAGE'
  | 'ERR_CONFIG'
  | 'ERR_INPUT'
  | 'ERR_NOT_FOUND'
  | 'ERR_CONFLICT'
  | 'ERR_SIGN_IN_NEEDED'
  | 'ERR_FORBIDDEN'
  | 'ERR_UNSAFE_PATH'
  | 'ERR_PATH_CLASH'
  | 'ERR_FILE_EXISTS'
  | 'ERR_DIGEST_MISMATCH'
  | 'ERR_LENGTH_MISMATCH'
  | 'ERR_SOURCE_CHANGED'
  | 'ERR_DISK_FULL'
  | 'ERR_FILE_SYSTEM'
  | 'ERR_BAD_ANSWER'
  | 'ERR_SERVER'
  | 'ERR_NETWORK'
  | 'ERR_RATE_LIMITED'
  | 'ERR_DATABASE'
  | 'ERR_PARTLY_DONE'
  | 'ERR_INTERRUPTED'
  | 'ERR_FAILED';

export interface ErrorAdvice {
  /** What the user can do next, as a full sentence. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The base of every error that a user may meet: a stable code, the exit status that it ends the
 * program with, what happened (the message) and what to do next (the hint).
 */
export abstract class VcpError extends Error {
  abstract readonly code: ErrorCode;
  abstract readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, advice: ErrorAdvice = {}) {
    super(message, advice.cause === undefined ? undefined : { cause: advice.cause });
    this.name = new.target.name;
    this.hint = advice.hint;
  }
}

/** The command line is wrong. */
export class UsageError extends VcpError {
  readonly code = 'ERR_USAGE';
  readonly exitCode = ExitCode.Usage;
}

/** A configuration file or variable is wrong; the message names the file, line and column. */
export class ConfigError extends VcpError {
  readonly code = 'ERR_CONFIG';
  readonly exitCode = ExitCode.Usage;
}

/** A value that the user or the caller gave cannot be accepted (a query, an id, a file). */
export class InputError extends VcpError {
  readonly code = 'ERR_INPUT';
  readonly exitCode = ExitCode.Failed;
}

/** A query that cannot be understood, and where in it the fault lies. */
export class WrongQuery extends InputError {
  /** As the person wrote it. */
  readonly query: string;
  /** In UTF-16 units from 0; the length of the query means its end. */
  readonly position: number;

  constructor(
    message: string,
    place: {
      readonly query: string;
      readonly position: number;
      readonly hint?: string | undefined;
    },
  ) {
    super(message, { hint: place.hint });
    this.query = place.query;
    this.position = place.position;
  }
}

/** What was asked for does not exist, or must not be known to exist. */
export class NotFound extends VcpError {
  readonly code = 'ERR_NOT_FOUND';
  readonly exitCode = ExitCode.Failed;
}

/** It cannot be done in the present state: a busy port, another process at the same work. */
export class Conflict extends VcpError {
  readonly code = 'ERR_CONFLICT';
  readonly exitCode = ExitCode.Failed;
}

/** The platform wants to know who asks. */
export class SignInNeeded extends VcpError {
  readonly code = 'ERR_SIGN_IN_NEEDED';
  readonly exitCode = ExitCode.SignInNeeded;
}

/** The platform knows who asks and says no. */
export class Forbidden extends VcpError {
  readonly code = 'ERR_FORBIDDEN';
  readonly exitCode = ExitCode.Forbidden;
}

/** A remote name would leave the target folder, or cannot be a file name. */
export class UnsafePath extends VcpError {
  readonly code = 'ERR_UNSAFE_PATH';
  readonly exitCode = ExitCode.Failed;
}

/** Two files would land on one path. Nothing was fetched. */
export class PathClash extends VcpError {
  readonly code = 'ERR_PATH_CLASH';
  readonly exitCode = ExitCode.Failed;
}

/** A different file lies where one should be written; it was left as it is. */
export class FileExists extends VcpError {
  readonly code = 'ERR_FILE_EXISTS';
  readonly exitCode = ExitCode.Failed;
}

/** The bytes are not those that were promised; the file did not get its final name. */
export class DigestMismatch extends VcpError {
  readonly code = 'ERR_DIGEST_MISMATCH';
  readonly exitCode = ExitCode.Integrity;
}

/** More or fewer bytes than were promised; the file did not get its final name. */
export class LengthMismatch extends VcpError {
  readonly code = 'ERR_LENGTH_MISMATCH';
  readonly exitCode = ExitCode.Integrity;
}

/** The source was replaced while it was read; nothing of the two versions was mixed. */
export class SourceChanged extends VcpError {
  readonly code = 'ERR_SOURCE_CHANGED';
  readonly exitCode = ExitCode.Integrity;
}

/** No space or no quota left; what was fetched is kept for the next run. */
export class DiskFull extends VcpError {
  readonly code = 'ERR_DISK_FULL';
  readonly exitCode = ExitCode.Failed;
}

/** The file system refused: permissions, read-only, I/O errors. */
export class FileSystemError extends VcpError {
  readonly code = 'ERR_FILE_SYSTEM';
  readonly exitCode = ExitCode.Failed;
}

/** The server answered with something that its interface does not allow. */
export class BadAnswer extends VcpError {
  readonly code = 'ERR_BAD_ANSWER';
  readonly exitCode = ExitCode.Network;
}

/** The server failed, also after retries. */
export class ServerError extends VcpError {
  readonly code = 'ERR_SERVER';
  readonly exitCode = ExitCode.Network;
}

/** The server could not be reached, also after retries. */
export class NetworkError extends VcpError {
  readonly code = 'ERR_NETWORK';
  readonly exitCode = ExitCode.Network;
}

/** The server asks to slow down, also after waiting as it said. */
export class RateLimited extends VcpError {
  readonly code = 'ERR_RATE_LIMITED';
  readonly exitCode = ExitCode.Network;
}

/** A database is damaged, newer than this program, or cannot be reached. */
export class DatabaseError extends VcpError {
  readonly code = 'ERR_DATABASE';
  readonly exitCode = ExitCode.Failed;
}

/** Part of the work is done; the failures were listed and the same command tries them again. */
export class PartlyDone extends VcpError {
  readonly code = 'ERR_PARTLY_DONE';
  readonly exitCode = ExitCode.PartlyDone;
}

/** The user stopped it; the same command goes on from there. */
export class Interrupted extends VcpError {
  readonly code = 'ERR_INTERRUPTED';
  readonly exitCode = ExitCode.Interrupted;
}

/** A failure with no class of its own. Prefer a precise one. */
export class Failed extends VcpError {
  readonly code = 'ERR_FAILED';
  readonly exitCode = ExitCode.Failed;
}
