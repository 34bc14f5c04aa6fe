import type { VcpContext } from '../context.ts';
import { escapeText } from './escape.ts';

export type CsvCell = string | number | boolean | null;

const FORMULA = /^[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * One CSV record (RFC 4180, ends with CRLF). A text that a spreadsheet would run as a formula gets a
 * leading `'`; numbers, also negative ones, stay as they are. null is an empty field.
 */
export function csvRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

/** Writes one CSV record to stdout; in a terminal, control characters are shown as escapes. */
export function printCsv(context: Pick<VcpContext, 'process'>, cells: readonly CsvCell[]): void {
  const { stdout } = context.process;
  const shown =
    stdout.isTTY === true
      ? cells.map((cell) => (typeof cell === 'string' ? escapeText(cell) : cell))
      : cells;
  stdout.write(csvRecord(shown));
}

function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
