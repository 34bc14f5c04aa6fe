import { InputError } from '@vcp/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';
import { tableRows } from './table-rows.ts';

async function rowsOf(text: string, cuts: readonly number[] = [], separator: ',' | '\t' = ',') {
  const bounds = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort(
    (a, b) => a - b,
  );
  async function* pieces() {
    for (const [at, bound] of bounds.slice(1).entries()) yield text.slice(bounds[at], bound);
  }
  const rows: string[][] = [];
  for await (const row of tableRows(pieces(), separator)) rows.push(row);
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\t', 'é', '1') });

test('rows that were written are read back, however the text is cut into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 4 }),
      async (rows, cuts) => {
        expect(await rowsOf(rows.map(csvLine).join(''), cuts)).toEqual(rows);
      },
    ),
    { numRuns: 300 },
  );
});

test('numbers are read back as the same number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (number) => {
      const [[text] = []] = await rowsOf(csvLine([number]));
      expect(Number(text)).toBe(number === 0 ? 0 : number);
    }),
  );
});

test('a missing value is empty and an empty text is quoted', () => {
  expect(csvLine([null, '', Number.NaN, true, 3n])).toBe(',"",,true,3\n');
});

test('line ends of every kind end a row, and blank lines are none', async () => {
  expect(await rowsOf('a,b\r\n1,2\r3,4\n\n"5\r\n",6')).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
    ['5\r\n', '6'],
  ]);
});

test('tabs separate the cells of a TSV', async () => {
  expect(await rowsOf('a,b\tc\n', [], '\t')).toEqual([['a,b', 'c']]);
});

test('a quote that is never closed is refused with the line where it began', async () => {
  await expect(rowsOf('a\n"b\nc\n')).rejects.toThrow(/^line 2: a quote is never closed$/);
});

test('binary content is refused', async () => {
  await expect(rowsOf('a\0b')).rejects.toThrow(InputError);
});

test('a row of too many cells is refused before memory is full', async () => {
  await expect(rowsOf(','.repeat(200_000))).rejects.toThrow(/more than 100000 columns/);
});
