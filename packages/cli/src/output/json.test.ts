import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson } from './json.ts';

test('any value comes back exactly, and no control or invisible character is in the text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = toJson(value, 0);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('a character outside the first plane becomes two escapes', () => {
  expect(toJson('\u{E0041}')).toBe('"\\udb40\\udc41"');
});
