import { expect, test } from 'vitest';
import { backOffMs, createRetryBudget } from './retry.ts';
import { retryAfter } from './stores/answer.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

test.each([
  [undefined, null],
  ['7', 7_000],
  ['0', 0],
  ['99999999', 300_000],
  ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
  ['soon', null],
])('Retry-After: %s means %s ms', (header, ms) => {
  expect(retryAfter(header, NOW)).toBe(ms);
});

test('a wait is anything from nothing to a bound that doubles, and never less than was asked for', () => {
  for (let attempt = 1; attempt < 12; attempt += 1) {
    expect(backOffMs(attempt, null, () => 0)).toBe(0);
    expect(backOffMs(attempt, null, () => 0.999_999)).toBeLessThanOrEqual(
      Math.min(20_000, 250 * 2 ** attempt),
    );
    expect(backOffMs(attempt, 5_000, () => 0.5)).toBeGreaterThanOrEqual(5_000);
  }
});

test('a budget is spent by retries and given back by successes, up to its size', () => {
  const budget = createRetryBudget(2);
  budget.refund();
  expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false]);
  budget.refund();
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
});
