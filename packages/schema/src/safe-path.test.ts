import { join, relative, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UnsafePath } from './errors.ts';
import { clashKey, isSafePath, safePath } from './safe-path.ts';

describe('safePath', () => {
  test.each([
    '../evil',
    'a/../../evil',
    '..',
    'a/..',
    '.',
    './a',
    '',
    'a//b',
    'a/',
    '/etc/passwd',
    'C:\\x',
    'c:x',
    '\\\\server\\share',
    '..\\evil',
    'a\u0000b',
    'a\nb',
    'a\u001b[2J',
    'a\u007f',
    'a\u009b',
    'CON',
    'nul.txt',
    'lpt1',
    'name.',
    'name ',
    'what?',
    '\ud800',
    'x'.repeat(256),
    `${'y'.repeat(200)}/`.repeat(30).concat('z'),
  ])('refuses %j', (name) => expect(() => safePath(name)).toThrow(UnsafePath));

  test.each([
    'a',
    'a/b.h5ad',
    '.zattrs',
    'img.zarr/0/.zarray',
    'größe.csv',
    '细胞.h5ad',
    'a b',
    '...a',
  ])('keeps %j as it is', (name) => expect(safePath(name)).toBe(name));

  const segments = fc.array(
    fc.oneof(
      fc.constantFrom('..', '.', '', 'a', '%2e%2e', '\\..', 'con', '/'),
      fc.string({ unit: 'binary' }),
    ),
    { minLength: 1, maxLength: 6 },
  );

  test('what it lets through lies below the target, at exactly the named place', () => {
    fc.assert(
      fc.property(segments, (parts) => {
        const name = parts.join('/');
        if (!isSafePath(name)) return;
        const root = resolve('/target');
        const path = resolve(root, name);
        expect(path.startsWith(root + sep)).toBe(true);
        expect(relative(root, path).split(sep).join('/')).toBe(name);
        expect(join(root, name)).toBe(path);
      }),
      { numRuns: 2000 },
    );
  });

  test('never repeats a control character of the name in its message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        try {
          safePath(name);
        } catch (error) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
          expect(String(error)).not.toMatch(/[\u0000-\u001f]/);
        }
      }),
    );
  });
});

describe('clashKey', () => {
  test.each([
    ['A.h5ad', 'a.H5AD'],
    ['caf\u00e9', 'cafe\u0301'],
    ['\u212a', 'k'],
  ])('takes %j and %j for one file', (a, b) => expect(clashKey(a)).toBe(clashKey(b)));

  test('is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (path) => {
        expect(clashKey(clashKey(path))).toBe(clashKey(path));
      }),
    );
  });
});
