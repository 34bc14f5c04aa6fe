import { describe, expect, test } from 'vitest';
import { evaluateConditions, mayHonourRange } from './conditions.ts';

const modified = new Date('2026-03-04T05:06:07.800Z');
const same = 'Wed, 04 Mar 2026 05:06:07 GMT';
const earlier = 'Wed, 04 Mar 2026 05:06:06 GMT';
const validators = { etag: '"abc"', modified };

describe('evaluateConditions', () => {
  test.each([
    [{}, 'proceed'],
    [{ 'if-none-match': '"abc"' }, 'not-modified'],
    [{ 'if-none-match': 'W/"abc"' }, 'not-modified'],
    [{ 'if-none-match': '"x", "abc"' }, 'not-modified'],
    [{ 'if-none-match': '*' }, 'not-modified'],
    [{ 'if-none-match': '"abcd"' }, 'proceed'],
    [{ 'if-none-match': '"x"', 'if-modified-since': same }, 'proceed'],
    [{ 'if-modified-since': same }, 'not-modified'],
    [{ 'if-modified-since': earlier }, 'proceed'],
    [{ 'if-modified-since': 'yesterday, perhaps' }, 'proceed'],
    [{ 'if-match': '"abc"' }, 'proceed'],
    [{ 'if-match': '*' }, 'proceed'],
    [{ 'if-match': 'W/"abc"' }, 'failed'],
    [{ 'if-match': '"old"' }, 'failed'],
    [{ 'if-match': 'garbage' }, 'failed'],
    [{ 'if-unmodified-since': same }, 'proceed'],
    [{ 'if-unmodified-since': earlier }, 'failed'],
    [{ 'if-match': '"abc"', 'if-unmodified-since': earlier }, 'proceed'],
    [{ 'if-match': '"old"', 'if-none-match': '"abc"' }, 'failed'],
  ])('%o: %s', (headers, verdict) => {
    expect(evaluateConditions(new Headers(headers as Record<string, string>), validators)).toBe(
      verdict,
    );
  });
});

describe('mayHonourRange', () => {
  const later = new Date(modified.getTime() + 60_000);

  test.each([
    [null, true],
    ['"abc"', true],
    ['"old"', false],
    ['W/"abc"', false],
    [same, true],
    [earlier, false],
    ['garbage', false],
  ])('If-Range %s: %s', (ifRange, allowed) => {
    const headers = new Headers(ifRange === null ? {} : { 'if-range': ifRange });
    expect(mayHonourRange(headers, validators, later)).toBe(allowed);
  });

  test('a date proves nothing about a file that changed a moment ago', () => {
    const headers = new Headers({ 'if-range': same });
    expect(mayHonourRange(headers, validators, new Date(modified.getTime() + 500))).toBe(false);
  });
});
