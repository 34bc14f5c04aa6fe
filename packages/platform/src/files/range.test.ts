import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRange } from './range.ts';

const size = fc.integer({ min: 0, max: 5_000 });
const offset = fc.integer({ min: 0, max: 10_000 });

/** The bytes that a range means, found by looking at every offset. */
function wanted(bytes: number, isWanted: (offset: number) => boolean): number[] {
  return Array.from({ length: bytes }, (_, index) => index).filter(isWanted);
}

function given(header: string, bytes: number): number[] {
  const range = readRange(header, bytes);
  if (range.kind !== 'part') return [];
  return wanted(bytes, (index) => index >= range.first && index <= range.last);
}

describe('readRange', () => {
  test('first-last gives exactly the bytes between them that exist', () => {
    fc.assert(
      fc.property(size, offset, offset, (bytes, a, b) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        expect(given(`bytes=${first}-${last}`, bytes)).toEqual(
          wanted(bytes, (index) => index >= first && index <= last),
        );
      }),
    );
  });

  test('first- gives everything from there on', () => {
    fc.assert(
      fc.property(size, offset, (bytes, first) => {
        expect(given(`bytes=${first}-`, bytes)).toEqual(wanted(bytes, (index) => index >= first));
      }),
    );
  });

  test('-length gives the last bytes', () => {
    fc.assert(
      fc.property(size, offset, (bytes, length) => {
        expect(given(`bytes=-${length}`, bytes)).toEqual(
          wanted(bytes, (index) => index >= bytes - length),
        );
      }),
    );
  });

  test('a part is never empty and never outside the file, whatever the header is', () => {
    const header = fc.oneof(
      fc.string(),
      fc.stringMatching(/^bytes=[0-9]{0,25}-[0-9]{0,25}$/),
      fc.stringMatching(/^bytes[= ,0-9-]{0,20}$/),
    );
    fc.assert(
      fc.property(header, size, (text, bytes) => {
        const range = readRange(text, bytes);
        if (range.kind !== 'part') return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeGreaterThanOrEqual(range.first);
        expect(range.last).toBeLessThan(bytes);
      }),
    );
  });

  test.each(['', 'bytes=-', 'bytes=5-2', 'lines=0-1', 'bytes=0-1,3-4', 'bytes=a-b'])(
    '%s is answered with the whole file',
    (header) => {
      expect(readRange(header, 10)).toEqual({ kind: 'whole' });
    },
  );

  test.each([
    ['bytes=10-', 10],
    ['bytes=0-', 0],
    ['bytes=-5', 0],
    ['bytes=-0', 10],
    ['bytes=99999999999999999999999-', 10],
  ])('%s of %i bytes cannot be satisfied', (header, bytes) => {
    expect(readRange(header, bytes)).toEqual({ kind: 'unsatisfiable' });
  });
});
