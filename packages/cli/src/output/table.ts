import type { VcpContext } from '../context.ts';
import { escapeBlock, escapeText } from './escape.ts';
import { fitColumns } from './table-layout.ts';
import { hasColor, painted, plain, terminalWidth } from './terminal.ts';
import { displayWidth, pad, wrap } from './width.ts';

/** One column of a list. */
export interface Column {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** The id of the row: never cut and never dropped. */
  readonly id?: boolean;
  /** May become narrower than its content: cut with an ellipsis, or broken into several lines. */
  readonly flexible?: 'ellipsis' | 'wrap';
  /** How narrow a flexible column may become; 12 by default. */
  readonly minimum?: number;
  /** Where room is short, the highest number is dropped first; 0 by default. */
  readonly dropOrder?: number;
}

export interface TableOptions {
  /** Columns of the terminal; null where it is none: then nothing is cut, wrapped or dropped. */
  readonly width: number | null;
  readonly color: boolean;
}

const GAP = '  ';
const MAX_CELL_LINES = 3;

/**
 * Draws a list. Cells are escaped, so any text from elsewhere may be given. In a terminal it fits
 * the width: flexible columns shrink, then columns are left out (a last line says which), but never
 * the id. The result ends with a line feed.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): string {
  const paint = options.color ? painted : plain;
  const cells = rows.map((row) => columns.map((_, index) => escapeText(row[index] ?? '')));
  const { widths, dropped } = fitColumns(columns, cells, options.width);
  const shown = columns.flatMap((column, index) => {
    const width = widths[index] ?? null;
    return width === null ? [] : [{ column, index, width }];
  });
  const lines = [
    joinCells(
      shown.map(({ column, width }) => paint('bold', pad(column.header, width, column.align))),
    ),
  ];
  for (const row of cells) {
    const parts = shown.map(({ column, index, width }) =>
      cellLines(row[index] ?? '', column, width),
    );
    const height = Math.max(...parts.map((part) => part.length));
    for (let line = 0; line < height; line++) {
      lines.push(
        joinCells(
          shown.map(({ column, width }, at) => pad(parts[at]?.[line] ?? '', width, column.align)),
        ),
      );
    }
  }
  if (dropped.length > 0) {
    const names = dropped.map((column) => column.header).join(', ');
    lines.push(paint('dim', `(no room for: ${names}; widen the window or use --json)`));
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Draws names and values, one pair a line; long values continue under themselves in a terminal.
 * Values are escaped, and their line feeds kept. The result ends with a line feed.
 */
export function renderPairs(
  pairs: readonly (readonly [field: string, value: string])[],
  options: TableOptions,
): string {
  const paint = options.color ? painted : plain;
  const fields = pairs.map(([field]) => escapeText(field));
  const left = Math.max(0, ...fields.map(displayWidth));
  const indent = ' '.repeat(left + GAP.length);
  const room = options.width === null ? null : Math.max(20, options.width - indent.length);
  let text = '';
  for (const [index, [, value]] of pairs.entries()) {
    const paragraphs = escapeBlock(value).split('\n');
    const lines = room === null ? paragraphs : paragraphs.flatMap((line) => wrap(line, room));
    const name = paint('bold', pad(fields[index] ?? '', left));
    text += `${`${name}${GAP}${lines.join(`\n${indent}`)}`.trimEnd()}\n`;
  }
  return text;
}

/** How tables look on stdout of this context. */
export function tableOptions(context: VcpContext): TableOptions {
  const { stdout } = context.process;
  return { width: terminalWidth(stdout), color: hasColor(stdout, context) };
}

/** Writes a list to stdout; see {@link renderTable}. */
export function printTable(
  context: VcpContext,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  context.process.stdout.write(renderTable(columns, rows, tableOptions(context)));
}

/** Writes names and values to stdout; see {@link renderPairs}. */
export function printPairs(
  context: VcpContext,
  pairs: readonly (readonly [field: string, value: string])[],
): void {
  context.process.stdout.write(renderPairs(pairs, tableOptions(context)));
}

function cellLines(text: string, column: Column, width: number): string[] {
  if (column.flexible === undefined) return [text];
  return wrap(text, width, column.flexible === 'wrap' ? MAX_CELL_LINES : 1);
}

function joinCells(cells: readonly string[]): string {
  return cells.join(GAP).trimEnd();
}
