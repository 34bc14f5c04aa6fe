import { UsageError } from '@vcp/schema';
import { expect, test } from 'vitest';
import { existingPolicy, extensionsOf } from './download-flags.ts';

test.each([
  [undefined, []],
  ['h5ad', ['.h5ad']],
  ['.H5AD, csv ,,csv', ['.h5ad', '.csv']],
  ['..gz', ['.gz']],
])('--extension %j means %j', (list, extensions) => {
  expect(extensionsOf(list)).toEqual(extensions);
});

test.each(['', ' , ', '.'])('--extension %j is refused', (list) => {
  expect(() => extensionsOf(list)).toThrow(UsageError);
});

test('files that are there are kept if they are right, unless something else is asked for', () => {
  expect(existingPolicy({ overwrite: false, skipExisting: false })).toBe('resume');
  expect(existingPolicy({ overwrite: true, skipExisting: false })).toBe('overwrite');
  expect(existingPolicy({ overwrite: false, skipExisting: true })).toBe('skip');
  expect(() => existingPolicy({ overwrite: true, skipExisting: true })).toThrow(UsageError);
});
