import { UsageError } from '@vcp/schema/errors';

const HIGHEST = 100_000;

/** Reads how many rows to show: a whole number from 1. */
export function parseLimit(input: string): number {
  const limit = /^\d{1,6}$/.test(input) ? Number(input) : 0;
  if (limit >= 1 && limit <= HIGHEST) return limit;
  throw new UsageError('it must be a whole number', { hint: `From 1 to ${HIGHEST}.` });
}
