import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkCount, missingRanges } from './ranges.ts';

const plan = fc.record({
  size: fc.nat(5_000),
  chunkBytes: fc.integer({ min: 1, max: 300 }),
  chunksPerRange: fc.integer({ min: 1, max: 5 }),
  done: fc.array(fc.boolean(), { maxLength: 200 }),
});

test('each missing byte is in exactly one range, and no other byte is', () => {
  fc.assert(
    fc.property(plan, ({ size, chunkBytes, chunksPerRange, done }) => {
      const rangeBytes = chunkBytes * chunksPerRange;
      const isDone = (chunk: number) => done[chunk] ?? false;
      const times = new Uint8Array(size);
      for (const { start, end } of missingRanges(size, { chunkBytes, rangeBytes }, isDone)) {
        expect(start).toBeLessThan(end);
        expect(end - start).toBeLessThanOrEqual(rangeBytes);
        expect(start % chunkBytes).toBe(0);
        for (let at = start; at < end; at += 1) times[at] = (times[at] ?? 0) + 1;
      }
      for (let at = 0; at < size; at += 1)
        expect(times[at]).toBe(isDone(Math.floor(at / chunkBytes)) ? 0 : 1);
    }),
  );
});

test.each([
  [0, 0],
  [99, 1],
  [100, 1],
  [101, 2],
])('%i bytes in chunks of 100 are %i chunks', (size, count) => {
  expect(chunkCount(size, 100)).toBe(count);
  const ranges = missingRanges(size, { chunkBytes: 100, rangeBytes: 100 }, () => false);
  expect(ranges).toHaveLength(count);
});
