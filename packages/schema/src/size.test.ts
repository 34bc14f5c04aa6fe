import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSize, parseSize } from './size.ts';

describe('parseSize', () => {
  test.each([
    ['1,234', 1234],
    ['12 bytes', 12],
    ['1.5 KB', 1536],
    ['2 MiB', 2 * 1024 ** 2],
    ['3 gigabytes', 3 * 1024 ** 3],
    ['1 TB', 1024 ** 4],
    [0, 0],
    [7, 7],
  ])('reads %j as %d bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  test.each([['three'], [''], ['-1'], [-1], [1.5], [Number.NaN], ['9999999 TB'], [null], [{}]])(
    'knows no size in %j',
    (text) => expect(parseSize(text)).toBeNull(),
  );

  test('reads back every whole number of bytes, in digits and with commas', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(parseSize(String(bytes))).toBe(bytes);
        expect(parseSize(bytes.toLocaleString('en-US'))).toBe(bytes);
      }),
    );
  });
});

describe('formatSize', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1024 ** 2 * 2.5, '2.5 MB'],
    [1024 ** 5, '1024.0 TB'],
    [null, 'unknown'],
  ])('writes %j as %s', (bytes, text) => expect(formatSize(bytes)).toBe(text));

  test('is never more than five percent off', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 52 }), (bytes) => {
        const read = parseSize(formatSize(bytes));
        expect(Math.abs((read ?? -1) - bytes)).toBeLessThanOrEqual(bytes * 0.05);
      }),
    );
  });
});
