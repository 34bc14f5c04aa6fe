import { expect, test } from 'vitest';
import { checksumOf, normalizeLocation } from './location.ts';

const SHA = 'AB'.repeat(32);

test.each([
  ['s3://bucket/key.h5ad', 's3://bucket/key.h5ad'],
  ['bucket/key.h5ad', 's3://bucket/key.h5ad'],
  ['https://h/a?sig=1', 'https://h/a?sig=1'],
  [{ scheme: 'https', path: 'h/a.h5ad' }, 'https://h/a.h5ad'],
  [{ scheme: 's3', path: 'bucket/a.zarr' }, 's3://bucket/a.zarr'],
  [{ scheme: 's3', path: '/bucket/a.zarr' }, 's3://bucket/a.zarr'],
  [{ scheme: 's3', path: 's3://bucket/a.zarr' }, 's3://bucket/a.zarr'],
  [{ scheme: 'https', path: 'h/a', url: 'ignored' }, 'https://h/a'],
  [{ url: 'https://h/a', contentSize: null }, 'https://h/a'],
])('reads the location %j as %s', (location, url) => {
  expect(normalizeLocation(location).url).toBe(url);
});

test('keeps a size in any form and forgets one that is none', () => {
  expect(normalizeLocation({ url: 'https://h/a', contentSize: 12 }).size).toBe(12);
  expect(normalizeLocation({ url: 'https://h/a', contentSize: '3 MB' }).size).toBe(3 * 1024 ** 2);
  expect(normalizeLocation({ url: 'https://h/a', contentSize: 'large' }).size).toBeNull();
});

test('takes the strongest checksum, in lower case, and no malformed one', () => {
  expect(checksumOf({ sha256: SHA, md5: 'a'.repeat(32) })?.value).toBe(SHA.toLowerCase());
  expect(checksumOf({ md5: 'A'.repeat(32) })).toEqual({ algorithm: 'md5', value: 'a'.repeat(32) });
  expect(checksumOf({ checksum: `sha256:${SHA}` })?.algorithm).toBe('sha256');
  expect(checksumOf({ sha256: 'short', md5: 'a'.repeat(32) })?.algorithm).toBe('md5');
  expect(checksumOf({ sha256: 'not hex'.padEnd(64, 'z') })).toBeNull();
  expect(checksumOf({})).toBeNull();
});
