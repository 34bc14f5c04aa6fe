import type { Column } from './table.ts';
import { displayWidth } from './width.ts';

/** The width that each column gets, null for one that is left out. */
export interface Layout {
  readonly widths: readonly (number | null)[];
  readonly dropped: readonly Column[];
}

const GAP_WIDTH = 2;
const DEFAULT_MINIMUM = 12;

/**
 * Shares `available` columns of a terminal among the columns of a table: everything at its natural
 * width if it fits, else flexible columns shrink evenly from the widest down to their minimum, else
 * columns with the highest `dropOrder` (the last among equals) are left out. The id always stays.
 */
export function fitColumns(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  available: number | null,
): Layout {
  const natural = columns.map((column, index) => naturalWidth(column, cells, index));
  if (available === null) return { widths: natural, dropped: [] };
  const kept = new Set(columns.keys());
  while (kept.size > 1 && smallest(columns, natural, kept) > available) {
    const victim = nextToDrop(columns, kept);
    if (victim === null) break;
    kept.delete(victim);
  }
  const widths: (number | null)[] = natural.map((width, index) => (kept.has(index) ? width : null));
  shrink(columns, widths, available);
  return { widths, dropped: columns.filter((_, index) => !kept.has(index)) };
}

function naturalWidth(
  column: Column,
  cells: readonly (readonly string[])[],
  index: number,
): number {
  let width = displayWidth(column.header);
  for (const row of cells) width = Math.max(width, displayWidth(row[index] ?? ''));
  return width;
}

function minimumOf(column: Column, natural: number): number {
  if (column.flexible === undefined) return natural;
  const least = Math.max(column.minimum ?? DEFAULT_MINIMUM, displayWidth(column.header));
  return Math.min(natural, least);
}

function smallest(
  columns: readonly Column[],
  natural: readonly number[],
  kept: ReadonlySet<number>,
): number {
  let total = (kept.size - 1) * GAP_WIDTH;
  for (const [index, column] of columns.entries()) {
    if (kept.has(index)) total += minimumOf(column, natural[index] ?? 0);
  }
  return total;
}

function nextToDrop(columns: readonly Column[], kept: ReadonlySet<number>): number | null {
  let victim: number | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, column] of columns.entries()) {
    if (!kept.has(index) || column.id === true) continue;
    const order = column.dropOrder ?? 0;
    if (order >= highest) {
      highest = order;
      victim = index;
    }
  }
  return victim;
}

/** Takes the excess from the flexible columns by the highest common ceiling that fits. */
function shrink(columns: readonly Column[], widths: (number | null)[], available: number): void {
  const present = widths.filter((width) => width !== null);
  const gaps = (present.length - 1) * GAP_WIDTH;
  if (present.reduce((sum, width) => sum + width, gaps) <= available) return;
  const cappedAt = (ceiling: number): number[] =>
    widths.map((width, index) => {
      const column = columns[index];
      if (width === null || column === undefined) return 0;
      if (column.flexible === undefined) return width;
      return Math.max(minimumOf(column, width), Math.min(width, ceiling));
    });
  let low = 0;
  let high = Math.max(...present);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const total = cappedAt(middle).reduce((sum, width) => sum + width, gaps);
    if (total <= available) low = middle;
    else high = middle - 1;
  }
  let spare = available - cappedAt(low).reduce((sum, width) => sum + width, gaps);
  for (const [index, width] of cappedAt(low).entries()) {
    const before = widths[index];
    if (before === null || before === undefined) continue;
    const extra = width === low && before > width && spare > 0 ? 1 : 0;
    spare -= extra;
    widths[index] = width + extra;
  }
}
