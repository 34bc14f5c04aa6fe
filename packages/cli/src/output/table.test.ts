import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, renderPairs, renderTable } from './table.ts';
import { displayWidth } from './width.ts';

const COLUMNS: Column[] = [
  { header: 'Dataset ID', id: true },
  { header: 'Name', flexible: 'wrap' },
  { header: 'Organism', flexible: 'ellipsis', dropOrder: 1 },
  { header: 'Size', align: 'right', dropOrder: 2 },
];
const ID = '123e4567-e89b-12d3-a456-426614174000';

function lines(text: string): string[] {
  return text.trimEnd().split('\n');
}

describe('in a terminal', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 60 });

  test('no line is wider than the window, whatever the cells, as long as the id fits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 40, max: 160 }),
        (cells, width) => {
          const rows = cells.map((row) => [ID, ...row]);
          const text = renderTable(COLUMNS, rows, { width, color: false });
          const drawn = lines(text).filter((line) => !line.startsWith('(no room'));
          for (const line of drawn) expect(displayWidth(line)).toBeLessThanOrEqual(width);
          for (const [id] of rows) expect(text).toContain(id);
        },
      ),
    );
  });

  test('the id survives a window that is too narrow for it, and says what has no room', () => {
    const text = renderTable(COLUMNS, [[ID, 'A name', 'human', '1 KB']], {
      width: 20,
      color: false,
    });
    expect(text).toContain(ID);
    expect(text).toContain('no room for: Name, Organism, Size');
  });

  test('what shrinks is flexible: it wraps or ends with an ellipsis', () => {
    const row = [ID, 'A rather long name of a dataset', 'Homo sapiens and Mus musculus', '1.0 KB'];
    const text = renderTable(COLUMNS, [row], { width: 80, color: false });
    expect(lines(text)).toMatchInlineSnapshot(`
      [
        "Dataset ID                            Name              Organism            Size",
        "123e4567-e89b-12d3-a456-426614174000  A rather long     Homo sapiens an…  1.0 KB",
        "                                      name of a",
        "                                      dataset",
      ]
    `);
  });

  test('a hostile cell cannot move the cursor or change the width', () => {
    const text = renderTable([{ header: 'Name' }], [['\x1b[2J\u202Eevil\n']], {
      width: 80,
      color: false,
    });
    expect(lines(text)[1]).toBe('\\x1b[2J\\u202eevil\\n');
  });
});

test('without a terminal nothing is cut, wrapped or dropped', () => {
  const long = 'x'.repeat(5000);
  const text = renderTable(COLUMNS, [[ID, long, long, '1']], { width: null, color: false });
  expect(lines(text)).toHaveLength(2);
  expect(text).toContain(`${ID}  ${long}  ${long}`);
});

test('pairs align, keep line feeds, and continue under themselves', () => {
  const pairs = [
    ['Name', 'Lung'],
    ['Description', 'one two three four five six\nseven'],
  ] as const;
  expect(lines(renderPairs(pairs, { width: 36, color: false }))).toEqual([
    'Name         Lung',
    'Description  one two three four five',
    '             six',
    '             seven',
  ]);
});
