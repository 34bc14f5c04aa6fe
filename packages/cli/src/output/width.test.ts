import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { escapeText } from './escape.ts';
import { clip, displayWidth, pad, takeWidth, wrap } from './width.ts';

test('agrees with string-width, the library that most programs use', () => {
  const characters = 'a é 細 ﾊﾞ 한 ก็ กำ नि 👩‍🔬 ❤️ 🇩🇪 1️⃣ 👍🏽 … ｱ λ │'.split(' ');
  const piece = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...characters));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const value = escapeText(pieces.join(''));
      expect(displayWidth(value)).toBe(stringWidth(value));
    }),
    { numRuns: 1000 },
  );
});

const text = fc.string({ unit: 'grapheme' }).map(escapeText);
const width = fc.integer({ min: 4, max: 40 });

test('wide characters take two columns and are never cut in two', () => {
  expect(displayWidth('細胞')).toBe(4);
  expect(takeWidth('細胞', 3)).toBe('細');
  expect(clip('細胞データ', 5)).toBe('細胞…');
  expect(clip('👩‍🔬👩‍🔬👩‍🔬', 5)).toBe('👩‍🔬👩‍🔬…');
  expect(pad('細', 4)).toBe('細  ');
});

test('clipped text fits, and text that fits is not clipped', () => {
  fc.assert(
    fc.property(text, width, (value, columns) => {
      const clipped = clip(value, columns);
      expect(displayWidth(clipped)).toBeLessThanOrEqual(columns);
      if (displayWidth(value) <= columns) expect(clipped).toBe(value);
    }),
  );
});

test('wrapped lines fit and together hold every character but the spaces at the breaks', () => {
  fc.assert(
    fc.property(text, width, (value, columns) => {
      const lines = wrap(value, columns);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      const solid = (parts: string): string => parts.replaceAll(/\s/g, '');
      expect(solid(lines.join(''))).toBe(solid(value));
    }),
  );
});

test('ten megabytes are clipped without looking at all of them', () => {
  expect(clip('細'.repeat(5_000_000), 10)).toBe('細細細細…');
});

test('words stay whole where they fit', () => {
  expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
  expect(wrap('the quick brown fox', 9, 1)).toEqual(['the quic…']);
});
