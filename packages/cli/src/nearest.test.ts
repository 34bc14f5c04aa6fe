import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const COMMANDS = ['search', 'describe', 'summary', 'download', 'data_api.base_url'];

test.each([
  ['serch', 'search'],
  ['saerch', 'search'],
  ['downlaod', 'download'],
  ['data_api.baseurl', 'data_api.base_url'],
  ['desc', 'describe'],
])('%s means %s', (typed, meant) => {
  expect(nearest(typed, COMMANDS)[0]).toBe(meant);
});

test('nothing is proposed for what is like nothing', () => {
  expect(didYouMean('zzzzzz', COMMANDS)).toBeNull();
  expect(didYouMean('', COMMANDS)).toBeNull();
});

test('a very long word is compared in no time', () => {
  expect(nearest('x'.repeat(1_000_000), COMMANDS)).toEqual([]);
});
