import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grantFiles, isGranted } from './file-grant.ts';

const key = new Uint8Array(32).fill(7);
const dataset = '6f1c7a52-7d5e-4b5f-9a30-3f2f5f1f8a11';
const now = new Date('2026-05-06T07:08:09Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

describe('file grants', () => {
  test('a grant opens its dataset for a day and not for two', () => {
    const grant = grantFiles(key, dataset, now);
    expect(isGranted(key, dataset, grant, now)).toBe(true);
    expect(isGranted(key, dataset, grant, inHours(24))).toBe(true);
    expect(isGranted(key, dataset, grant, inHours(27))).toBe(false);
  });

  test('a grant opens no other dataset and is worth nothing under another key', () => {
    const grant = grantFiles(key, dataset, now);
    expect(isGranted(key, dataset.replace('6', '7'), grant, now)).toBe(false);
    expect(isGranted(new Uint8Array(32), dataset, grant, now)).toBe(false);
  });

  test('a changed grant is refused, a later expiry included', () => {
    const grant = grantFiles(key, dataset, now);
    fc.assert(
      fc.property(fc.nat(grant.length - 1), fc.constantFrom(...'0f-_Az. '), (at, character) => {
        const changed = grant.slice(0, at) + character + grant.slice(at + 1);
        fc.pre(changed !== grant);
        expect(isGranted(key, dataset, changed, now)).toBe(false);
      }),
    );
  });

  test('whatever else stands in its place is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isGranted(key, dataset, text, now)).toBe(false);
      }),
    );
  });

  test('two grants within an hour are equal, so that URLs are stable', () => {
    expect(grantFiles(key, dataset, inHours(0.1))).toBe(grantFiles(key, dataset, now));
  });
});
