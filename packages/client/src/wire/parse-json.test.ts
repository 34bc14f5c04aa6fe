import { BadAnswer } from '@vcp/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test('any JSON value reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      if (text.includes('__proto__')) return;
      expect(parseJson(text, 'it')).toEqual(JSON.parse(text));
    }),
  );
});

test('nesting of a million levels is refused, not a stack overflow', () => {
  const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
  expect(() => parseJson(deep, 'the answer')).toThrow(/the answer is nested more than 200 levels/);
  expect(() => parseJson('{"a":'.repeat(1_000_000), 'the answer')).toThrow(BadAnswer);
});

test('brackets inside strings are no nesting', () => {
  const text = JSON.stringify({ a: '[{'.repeat(1000), b: '\\"['.repeat(500), c: '\\' });
  expect(parseJson(text, 'it')).toEqual(JSON.parse(text));
});

test('members called __proto__ are dropped, also when they are written with escapes', () => {
  for (const name of ['__proto__', '\\u005f_proto__', '__pro\\u0074o__']) {
    const parsed = parseJson(`{"${name}":{"admin":true},"a":{"${name}":1},"b":2}`, 'it');
    expect(JSON.stringify(parsed)).toBe('{"a":{},"b":2}');
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(parsed).not.toHaveProperty('admin');
  }
});

test.each(['', '{"a":1', 'NaN', '{"a":NaN}', "{'a':1}", '[1,]', '{"a":01}', '\u0000'])(
  '%j is refused with the name of the source',
  (text) => {
    expect(() => parseJson(text, 'the record')).toThrow(/^the record is not valid JSON$/);
  },
);

test('exact numbers are written again as they came', () => {
  const text = '{"id":12345678901234567890,"size":3,"half":0.1,"big":1e400}';
  expect(JSON.stringify(parseJson(text, 'it', { exactNumbers: true }))).toBe(text);
});
