import { safePath } from '@vcp/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { relativeTarget } from '../candidates/file-url.ts';
import { hasExtension, locationKind, locationName } from './location-name.ts';

test.each([
  ['https://h/a/b.h5ad', 'b.h5ad', 'file'],
  ['https://h/a/b.h5ad?X-Amz-Signature=a/b#c/d', 'b.h5ad', 'file'],
  ['https://h/a%20b', 'a b', 'file'],
  ['https://h/100%', '100%', 'file'],
  ['https://h/store.zarr/', 'store.zarr', 'folder'],
  ['https://h/store.zarr/?x=1', 'store.zarr', 'folder'],
  ['s3://bucket/a/b.h5ad', 'b.h5ad', 'file'],
  ['s3://bucket/a%20b#c.h5ad', 'a%20b#c.h5ad', 'file'],
  ['s3://bucket/img.zarr', 'img.zarr', 'unknown'],
  ['s3://bucket/plain', 'plain', 'unknown'],
  ['S3://bucket/a/', 'a', 'folder'],
])('%s is called %s and is of kind %s', (url, name, kind) => {
  expect(locationName(url)).toBe(name);
  expect(locationKind(url)).toBe(kind);
});

test.each([
  'https://h',
  'https://h/',
  'https://h?a=/b',
  's3://bucket',
  'https://h/a%2fb',
  'https://h/..',
])('%s has no usable name', (url) => {
  expect(() => locationName(url)).toThrow(expect.objectContaining({ code: 'ERR_UNSAFE_PATH' }));
});

test.each([
  ['a.H5AD', ['.h5ad'], true],
  ['a.tar.gz', ['.gz'], true],
  ['a.tar.gz', ['.tar.gz'], true],
  ['h5ad', ['.h5ad'], false],
  ['a.csv', ['.h5ad', '.csv'], true],
  ['a', [], true],
] as const)('%s with one of %j: %s', (name, extensions, answer) => {
  expect(hasExtension(name, extensions)).toBe(answer);
});

const isSafe = (text: string) => {
  try {
    return safePath(text) === text;
  } catch {
    return false;
  }
};
const segment = fc
  .string({
    unit: fc.constantFrom('a', 'B', '.', ' ', 'é', '-', '%', '~'),
    minLength: 1,
    maxLength: 4,
  })
  .filter(isSafe);
const place = fc.record({
  datasetId: segment,
  name: segment,
  path: fc.array(segment, { maxLength: 3 }).map((parts) => parts.join('/')),
});

test('different files get different paths, in both layouts', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      const target = (layout: 'flat' | 'dataset', { datasetId, name, path }: typeof a) =>
        relativeTarget(layout, datasetId, name, path);
      const isSame = a.name === b.name && a.path === b.path;
      expect(target('flat', a) === target('flat', b)).toBe(isSame);
      expect(target('dataset', a) === target('dataset', b)).toBe(
        isSame && a.datasetId === b.datasetId,
      );
    }),
    { numRuns: 2_000 },
  );
});
