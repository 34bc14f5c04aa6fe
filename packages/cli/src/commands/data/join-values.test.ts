import { expect, test } from 'vitest';
import { joinValues } from './join-values.ts';

test.each([
  [[], ''],
  [['B cell'], 'B cell'],
  [['brain', 'blood'], 'brain, blood'],
  [['CD4-positive, alpha-beta T cell', 'B cell'], 'CD4-positive, alpha-beta T cell; B cell'],
])('%j is written %j', (values, text) => {
  expect(joinValues(values)).toBe(text);
});
