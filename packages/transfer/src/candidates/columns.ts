import { CHECKSUM_ALGORITHMS, type Checksum, DatabaseError, hexChecksum } from '@vcp/schema';

/** A row as node:sqlite returns it. */
export type Row = Readonly<Record<string, unknown>>;

/** The text in a column. @throws {DatabaseError} when it holds something else */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw damaged(column);
}

/** The text in a column, or null. */
export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** The number in a column. @throws {DatabaseError} when it holds something else */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw damaged(column);
}

/** The number in a column, or null. */
export function optionalNumber(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** A checksum as one text: `sha256:<hex>`. */
export function checksumText(checksum: Checksum | null): string | null {
  return checksum === null ? null : `${checksum.algorithm}:${checksum.value}`;
}

/** The checksum in a column, or null. */
export function optionalChecksum(row: Row, column: string): Checksum | null {
  const [name, value] = (optionalText(row, column) ?? '').split(':', 2);
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name);
  return algorithm && value ? hexChecksum(algorithm, value) : null;
}

function damaged(column: string): DatabaseError {
  return new DatabaseError(`the candidates database is damaged (column ${column})`, {
    hint: 'Remove it with "vcp cache clear" and run the same command again.',
  });
}
