import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeqSet } from './seq-set.ts';

const NEWEST = 200;
const seqs = fc.uniqueArray(fc.integer({ min: 1, max: NEWEST }), { maxLength: 120 });

test('sets of bits do what sets do', () => {
  fc.assert(
    fc.property(seqs, seqs, fc.nat(NEWEST + 5), fc.nat(20), (a, b, before, limit) => {
      const [mine, theirs] = [
        SeqSet.of(Uint32Array.from(a), NEWEST),
        SeqSet.of(Uint32Array.from(b), NEWEST),
      ];
      const members = (set: SeqSet) => set.newest(NEWEST + 1);
      const descending = (list: number[]) => list.toSorted((x, y) => y - x);
      expect(members(mine)).toEqual(descending(a));
      expect(mine.size).toBe(a.length);
      expect(members(mine.and(theirs))).toEqual(descending(a.filter((seq) => b.includes(seq))));
      expect(members(mine.or(theirs))).toEqual(descending([...new Set([...a, ...b])]));
      expect(members(mine.without(theirs))).toEqual(
        descending(a.filter((seq) => !b.includes(seq))),
      );
      expect(mine.newest(limit, before)).toEqual(
        descending(a.filter((seq) => seq < before)).slice(0, limit),
      );
      expect(mine.countAmong(Uint32Array.from(b))).toBe(b.filter((seq) => a.includes(seq)).length);
      expect(members(mine.upTo(before))).toEqual(descending(a.filter((seq) => seq <= before)));
      for (const seq of b) expect(mine.has(seq)).toBe(a.includes(seq));
    }),
  );
});

test('what is newer than the set knows is not in it', () => {
  const set = SeqSet.of(Uint32Array.of(3, 500, 7), 10);
  expect(set.newest(9)).toEqual([7, 3]);
  expect(set.has(500)).toBe(false);
  expect(SeqSet.of(new Uint32Array(), 10).size).toBe(0);
});
