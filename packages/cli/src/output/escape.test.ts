import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeBlock, escapeText } from './escape.ts';

describe('escapeText', () => {
  test.each([
    ['\x1b[2Jgone', '\\x1b[2Jgone'],
    ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
    ['\x1b]52;c;aGk=\x07', '\\x1b]52;c;aGk=\\x07'],
    ['\x9b31m', '\\x9b31m'],
    ['\x1bP1$r\x1b\\', '\\x1bP1$r\\x1b\\'],
    ['a\u202Eb', 'a\\u202eb'],
    ['zero\u200Bwidth', 'zero\\u200bwidth'],
    ['\uFEFFbom', '\\ufeffbom'],
    ['tag\u{E0041}', 'tag\\u{e0041}'],
    ['line\nfeed\tand\r', 'line\\nfeed\\tand\\r'],
    ['lone\uD800', 'lone\\ud800'],
    ['sep\u2028', 'sep\\u2028'],
  ])('%j becomes visible', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  test.each(['plain', 'Zürich', '細胞', '👩‍🔬 lab', '❤️', '👨‍👩‍👧‍👦', '1️⃣', 'λ → μ'])(
    '%s stays',
    (text) => {
      expect(escapeText(text)).toBe(text);
    },
  );

  test('a storm of combining marks is cut, in linear time', () => {
    const storm = `a${'\u0301'.repeat(1_000_000)}b`;
    expect(escapeText(storm)).toBe(`a${'\u0301'.repeat(8)}…b`);
  });

  test('no text whatever leaves a control, format or separator character', () => {
    const wild = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(wild, (text) => {
        expect(escapeText(text)).not.toMatch(
          /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u202a-\u202e\u2066-\u2069\u200b]/u,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

test('escapeBlock keeps line feeds and nothing else', () => {
  expect(escapeBlock('one\r\ntwo\tx\n\x1bthree')).toBe('one\ntwo    x\n\\x1bthree');
});
