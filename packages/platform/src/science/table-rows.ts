import { InputError } from '@vcp/schema/errors';

const MAX_CELL = 1_000_000;
const MAX_COLUMNS = 100_000;

/**
 * Reads the rows of a CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes; any line
 * end) or TSV from pieces of text. Empty lines are left out. Throws an {@link InputError} naming
 * the line when a quote is never closed, a row has too many cells, a cell is too long, or the text
 * is binary.
 */
export async function* tableRows(
  pieces: AsyncIterable<string>,
  separator: ',' | '\t',
): AsyncGenerator<string[], void, undefined> {
  const rows = new RowReader(separator);
  for await (const piece of pieces) yield* rows.read(piece);
  yield* rows.end();
}

/** Cuts text into rows; what is unfinished at the end of a piece waits for the next. */
class RowReader {
  readonly #separator: string;
  #row: string[] = [];
  #cell = '';
  #state: 'start' | 'plain' | 'quoted' | 'quote-in-quoted' = 'start';
  #skipLineFeed = false;
  #line = 1;
  #quotedFrom = 0;

  constructor(separator: string) {
    this.#separator = separator;
  }

  *read(piece: string): Generator<string[], void, undefined> {
    if (piece.includes('\0')) throw new InputError('not a table: it has NUL bytes');
    for (let at = 0; at < piece.length; at++) {
      if (this.#state === 'plain' || this.#state === 'quoted') at = this.#takeRun(piece, at);
      const char = piece[at];
      if (char === undefined) return;
      if (char === '\n') this.#line++;
      const skipped = this.#skipLineFeed && char === '\n';
      this.#skipLineFeed = false;
      if (skipped) continue;
      if (this.#takeQuote(char)) continue;
      if (char === this.#separator) this.#endCell();
      else if (char === '\n' || char === '\r') {
        this.#skipLineFeed = char === '\r';
        yield* this.#endRow();
      } else {
        this.#state = 'plain';
        this.#append(char);
      }
    }
  }

  *end(): Generator<string[], void, undefined> {
    if (this.#state === 'quoted') {
      throw new InputError(`line ${this.#quotedFrom}: a quote is never closed`);
    }
    yield* this.#endRow();
  }

  /** Takes what needs no decision in one go, and says where it stopped. */
  #takeRun(piece: string, from: number): number {
    let at = from;
    for (; at < piece.length; at++) {
      const char = piece[at];
      if (this.#state === 'quoted' ? char === '"' || char === '\n' : this.#ends(char)) break;
    }
    if (at > from) this.#append(piece.slice(from, at));
    return at;
  }

  /** Whether the character was part of the quoting, or of what is quoted. */
  #takeQuote(char: string): boolean {
    if (this.#state === 'quoted') {
      if (char === '"') this.#state = 'quote-in-quoted';
      else this.#append(char);
      return true;
    }
    if (char !== '"' || this.#state === 'plain') return false;
    if (this.#state === 'quote-in-quoted') this.#append('"');
    else this.#quotedFrom = this.#line;
    this.#state = 'quoted';
    return true;
  }

  #ends(char: string | undefined): boolean {
    return char === this.#separator || char === '\n' || char === '\r';
  }

  #append(text: string): void {
    this.#cell += text;
    if (this.#cell.length > MAX_CELL)
      throw new InputError(`line ${this.#line}: a cell is too long`);
  }

  #endCell(): void {
    this.#row.push(this.#cell);
    if (this.#row.length > MAX_COLUMNS) {
      throw new InputError(`line ${this.#line}: more than ${MAX_COLUMNS} columns`);
    }
    this.#cell = '';
    this.#state = 'start';
  }

  *#endRow(): Generator<string[], void, undefined> {
    const blank = this.#row.length === 0 && this.#cell === '' && this.#state === 'start';
    if (blank) return;
    this.#endCell();
    yield this.#row;
    this.#row = [];
  }
}
