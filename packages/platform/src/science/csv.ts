/** A value of a table cell; numbers are written in the shortest form that reads back equal. */
export type CsvCell = string | number | bigint | boolean | null;

const QUOTED = /[",\r\n]|^\s|\s$/;

/**
 * Writes one line of RFC 4180 CSV with `\n` at the end. Null is the empty cell, and so is NaN, as
 * pandas has it; an empty text is written as `""`, so that the two stay apart.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (cell === Infinity) return 'inf';
  if (cell === -Infinity) return '-inf';
  if (typeof cell !== 'string') return String(cell);
  return cell === '' || QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
