import { UsageError } from '@vcp/schema/errors';

/** Reads a whole number from 1 to `most`; anything else is a {@link UsageError}. */
export function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= 1 && number <= most) return number;
    throw new UsageError('it is no whole number in range', {
      hint: `Give a number from 1 to ${most}.`,
    });
  };
}
