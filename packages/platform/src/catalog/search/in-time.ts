import { StatementTimeout } from '@vcp/database';
import { InputError } from '@vcp/schema/errors';

/** A query that the database gave up is a query to be changed: `InputError` instead. */
export async function inTime<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StatementTimeout)) throw error;
    throw new InputError('The query takes too long', {
      hint: 'Ask for something more precise: more words, a field, fewer wildcards.',
      cause: error,
    });
  }
}
