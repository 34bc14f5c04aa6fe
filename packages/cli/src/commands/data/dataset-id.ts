import { InputError } from '@vcp/schema/errors';

/**
 * Checks the form of a dataset id before anything is asked: at least 20 letters, digits or hyphens.
 * Throws an {@link InputError}.
 */
export function checkedDatasetId(id: string): string {
  if (/^[\p{L}\p{N}-]{20,200}$/u.test(id)) return id;
  throw new InputError(`${JSON.stringify(id)} is no dataset id`, {
    hint: 'An id has at least 20 letters, digits or hyphens; `vcp data search` shows them.',
  });
}
