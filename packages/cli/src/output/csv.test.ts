import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testContext } from '../test-surroundings.ts';
import { csvRecord, printCsv } from './csv.ts';

describe('what a spreadsheet would run gets a quote', () => {
  test.each(['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\tx', '\rx', ' =x', '＝1', '\u200B=1'])(
    '%j',
    (cell) => {
      const record = csvRecord([cell]);
      expect(record.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  test.each(['-5', '+3.2', '-1e-9', '.5', 'plain', 'a=b'])('%j stays', (cell) => {
    expect(csvRecord([cell])).toBe(`${cell}\r\n`);
  });

  test('numbers, booleans and nothing stay', () => {
    expect(csvRecord([-5, true, null, ''])).toBe('-5,true,,\r\n');
  });
});

test('commas, quotes and line feeds are quoted', () => {
  expect(csvRecord(['a,b', 'say "x"', 'two\nlines'])).toBe('"a,b","say ""x""","two\nlines"\r\n');
});

test('a reader of RFC 4180 gets back what was written, less the quote of formulas', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      const read = parseRecord(csvRecord(cells));
      expect(
        read.map((cell, index) => (cell === `'${cells[index]}` ? cells[index] : cell)),
      ).toEqual(cells);
    }),
  );
});

test('a pipe gets exact bytes, a terminal gets escapes', () => {
  const pipe = testContext();
  printCsv(pipe, ['\x1b[2J']);
  expect(pipe.stdout.text).toBe('\x1b[2J\r\n');
  const terminal = testContext({ columns: 80 });
  printCsv(terminal, ['\x1b[2J']);
  expect(terminal.stdout.text).toBe('\\x1b[2J\r\n');
});

function parseRecord(record: string): string[] {
  const cells: string[] = [];
  let rest = record.slice(0, -2);
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?:,|$)/.exec(rest);
    const plain = /^([^,]*)(?:,|$)/.exec(rest);
    const match = quoted ?? plain;
    if (match === null) return cells;
    cells.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (plain?.[1] ?? ''));
    if (!match[0].endsWith(',') || match[0].length === rest.length) {
      if (match[0].endsWith(',') && !match[0].endsWith('",')) cells.push('');
      else if (match[0].endsWith('",')) cells.push('');
      return cells;
    }
    rest = rest.slice(match[0].length);
  }
}
