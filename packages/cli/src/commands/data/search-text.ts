import { InputError } from '@vcp/schema/errors';

const MAX_LENGTH = 10_000;

/** The trimmed text of a query; a blank or endless one is an {@link InputError}. */
export function checkedText(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === '')
    throw new InputError(`${what} is blank`, {
      hint: 'Give a word, a "phrase", field:value, or * for everything.',
    });
  if (trimmed.length > MAX_LENGTH)
    throw new InputError(`${what} is longer than ${MAX_LENGTH} characters`);
  return trimmed;
}
