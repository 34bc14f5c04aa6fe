import { DatabaseError, DiskFull } from '@vcp/schema/errors';

/** The connection ended while it was in use. */
export class ConnectionLost extends DatabaseError {}

/** The server ended a statement because it took longer than it may. Nothing of it was done. */
export class StatementTimeout extends DatabaseError {}

/**
 * Makes a coded error of a failure of the server or of the connection to it; failures of a statement
 * (a broken constraint, wrong SQL) come back unchanged.
 */
export function explainPostgresFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (true) {
    case code === '57014':
      return new StatementTimeout('The database took too long to answer', { cause: error });
    case code === '53100':
      return new DiskFull('The database server has no space left', { cause: error });
    case code.startsWith('08') ||
      code.startsWith('57P') ||
      NETWORK_CODES.has(code) ||
      isLost(error):
      return new ConnectionLost('The connection to the database was lost', {
        hint: 'Run the command again; nothing was half written.',
        cause: error,
      });
    default:
      return error;
  }
}

const NETWORK_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** The driver has no code for a connection that ends while a statement runs. */
function isLost(error: unknown): boolean {
  return error instanceof Error && error.message === 'Connection terminated unexpectedly';
}
