import {
  BadAnswer,
  Conflict,
  DatabaseError,
  DiskFull,
  Failed,
  FileSystemError,
  Interrupted,
  NetworkError,
  NotFound,
  VcpError,
} from '@vcp/schema/errors';

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPROTO',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);
const CERTIFICATE = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_)/;
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FILE_SYSTEM = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'EISDIR',
  'ENOTDIR',
  'ENOTEMPTY',
  'EEXIST',
  'ELOOP',
  'ENAMETOOLONG',
  'EMFILE',
  'ENFILE',
  'EBUSY',
  'EXDEV',
  'ETXTBSY',
]);

/**
 * Any thrown value as a {@link VcpError}, with the original as its cause: errors of the file system,
 * the network, databases and cancelled work get their code, everything else `ERR_FAILED`.
 */
export function toVcpError(error: unknown): VcpError {
  if (error instanceof VcpError) return error;
  if (!(error instanceof Error)) {
    return new Failed(`something that is no error was thrown: ${String(error)}`, advice(error));
  }
  if (error.name === 'AbortError') return new Interrupted('interrupted', { cause: error });
  if (error.name === 'TimeoutError') {
    return new NetworkError('no answer in time', {
      hint: 'Try again; check the network and the proxy settings.',
      cause: error,
    });
  }
  return byCode(error) ?? unexpected(error);
}

function byCode(error: Error): VcpError | null {
  const [code, carrier] = codeOf(error);
  if (code === null) return null;
  const { message } = carrier;
  if (FULL.has(code)) {
    return new DiskFull(message, {
      hint: 'Make room, or choose another folder, and run the same command again.',
      cause: error,
    });
  }
  if (NETWORK.has(code) || CERTIFICATE.test(code)) {
    return new NetworkError(`the server could not be reached: ${message || code}`, {
      hint: 'Check the address, the network and the proxy settings (HTTPS_PROXY, NO_PROXY).',
      cause: error,
    });
  }
  if (code === 'EADDRINUSE') {
    return new Conflict(message, { hint: 'Choose another port.', cause: error });
  }
  if (code === 'ENOENT') {
    return new NotFound(message, { hint: 'Check the path.', cause: error });
  }
  if (FILE_SYSTEM.has(code)) {
    return new FileSystemError(message, {
      hint: 'Check that the path is right and that you may write there.',
      cause: error,
    });
  }
  if (code === 'ERR_SQLITE_ERROR' || code.startsWith('SQLITE_')) {
    return new DatabaseError(message, { cause: error });
  }
  return null;
}

/** The system's code of an error, or of the first in its chain of causes that has one. */
function codeOf(error: Error): [code: string | null, carrier: Error] {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') return [current.code, current];
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return [null, error];
}

function unexpected(error: Error): VcpError {
  if (error.name === 'ZodError' || error.name === '$ZodError') {
    return new BadAnswer('data from outside did not have the agreed shape', advice(error));
  }
  return new Failed(`unexpected ${error.name}: ${error.message}`, advice(error));
}

function advice(cause: unknown): { readonly hint: string; readonly cause: unknown } {
  return { hint: 'This may be a fault in vcp. Run it again with --debug and report it.', cause };
}
