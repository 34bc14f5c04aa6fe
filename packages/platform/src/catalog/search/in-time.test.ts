import { StatementTimeout } from '@vcp/database';
import { expect, test } from 'vitest';
import { inTime } from './in-time.ts';

test('what the database gave up is an error of the query, anything else stays as it is', async () => {
  const given = new StatementTimeout('The database took too long to answer');
  await expect(inTime(() => Promise.reject(given))).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: 'The query takes too long',
    cause: given,
  });
  await expect(inTime(() => Promise.reject(new RangeError('other')))).rejects.toThrow(RangeError);
  expect(await inTime(async () => 7)).toBe(7);
});
