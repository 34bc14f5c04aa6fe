import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCursor, type Place, sealCursor } from './cursor.ts';

const key = new Uint8Array(32).fill(1);
const natural = fc.nat();
const anyPlace: fc.Arbitrary<Place> = fc.record({
  version: natural,
  newest: natural,
  total: natural,
  shown: natural,
  before: natural,
});

describe('a cursor', () => {
  test('gives the place back to whoever asks the same query with the same key', () => {
    fc.assert(
      fc.property(anyPlace, fc.string(), (place, query) => {
        expect(openCursor(sealCursor(place, query, key), query, key)).toEqual(place);
      }),
    );
  });

  test('changed in any character is refused', () => {
    fc.assert(
      fc.property(
        anyPlace,
        fc.nat(),
        fc.constantFrom(...'AZaz09-_ =+/.'),
        (place, at, character) => {
          const cursor = sealCursor(place, 'lung', key);
          const index = at % cursor.length;
          const forged = cursor.slice(0, index) + character + cursor.slice(index + 1);
          fc.pre(forged !== cursor);
          expect(() => openCursor(forged, 'lung', key)).toThrow(
            expect.objectContaining({ code: 'ERR_INPUT' }),
          );
        },
      ),
    );
  });

  test.each([
    [
      'of another query',
      sealCursor({ version: 1, newest: 1, total: 1, shown: 1, before: 1 }, 'brain', key),
    ],
    [
      'made with another key',
      sealCursor(
        { version: 1, newest: 1, total: 1, shown: 1, before: 1 },
        'lung',
        new Uint8Array(32),
      ),
    ],
    ['that is empty', ''],
    ['that is no cursor', "' OR 1=1 --"],
    ['that is very long', 'A'.repeat(100_000)],
  ])('%s is refused', (_what, cursor) => {
    expect(() => openCursor(cursor, 'lung', key)).toThrow(
      expect.objectContaining({ code: 'ERR_INPUT' }),
    );
  });
});
