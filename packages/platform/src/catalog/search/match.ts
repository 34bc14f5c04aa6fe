import type { DialectName } from '@vcp/database';
import type { TextNode } from '../../query/node.ts';
import { KEY, pairKey } from '../text-index.ts';
import type { Expression } from './expression.ts';

/** How the two text indexes write the same things. */
interface Notation {
  readonly and: string;
  readonly or: string;
  readonly token: (token: string) => string;
  readonly phrase: (text: TextNode) => string;
  /** `positive` without what matches one of `negatives`. */
  readonly without: (positive: string, negatives: readonly string[]) => string;
}

const FTS5: Notation = {
  and: ' AND ',
  or: ' OR ',
  token: (token) => `"${token}"`,
  phrase: ({ field, words, prefix }) =>
    `${field ? `${field} : ` : ''}"${words.join(' ')}"${prefix ? ' *' : ''}`,
  without: (positive, negatives) => `${positive} NOT (${negatives.join(' OR ')})`,
};

const TSQUERY: Notation = {
  and: ' & ',
  or: ' | ',
  token: (token) => `'${token}'`,
  phrase: (text) => {
    const pairs = pairsOf(text);
    // One pair is all there is to know; with more, or in one field only, the order has to be seen.
    if (pairs.length === 1 && text.field === null) return pairs.join('');
    return `(${[...pairs, sequenceOf(text)].join(' & ')})`;
  },
  without: (positive, negatives) =>
    [positive, ...negatives.map((negative) => `!${negative}`)].join(' & '),
};

function pairsOf({ words, prefix }: TextNode): string[] {
  return words.slice(1).map((word, index) => {
    const open = prefix && index === words.length - 2;
    return `'${pairKey(words[index] ?? '', word)}'${open ? ':*' : ''}`;
  });
}

function sequenceOf({ field, words, prefix }: TextNode): string {
  const weight = field === null ? '' : field === 'name' ? 'A' : 'D';
  const lexemes = words.map((word, index) => {
    const flags = `${prefix && index === words.length - 1 ? '*' : ''}${weight}`;
    return `'${word}'${flags ? `:${flags}` : ''}`;
  });
  return `(${lexemes.join(' <-> ')})`;
}

/** Stands for a list that holds nothing; no dataset has it. */
const NOTHING = '§none';

/** Writes an expression without `rows` as FTS5's MATCH or as PostgreSQL's tsquery has it. */
export function matchOf(dialect: DialectName, expression: Expression): string {
  return write(dialect === 'sqlite' ? FTS5 : TSQUERY, expression);
}

/** A tsquery by which texts are ranked: it knows only what has a place in the text. */
export function rankingQuery(phrases: readonly TextNode[]): string {
  return phrases.map(sequenceOf).join(' | ');
}

function write(notation: Notation, expression: Expression): string {
  switch (expression.op) {
    case 'token':
      return notation.token(expression.token);
    case 'phrase':
      return notation.phrase(expression.text);
    case 'not':
      return writeAll(notation, [expression]);
    case 'and':
      return writeAll(notation, expression.list);
    case 'or':
      return `(${expression.list.length === 0 ? notation.token(NOTHING) : expression.list.map((one) => write(notation, one)).join(notation.or)})`;
    case 'rows':
      throw new TypeError('The text index knows no rows');
  }
}

/** Indexes can leave out only from something: from everything, when nothing is asked for. */
function writeAll(notation: Notation, list: readonly Expression[]): string {
  const wanted = list.filter(({ op }) => op !== 'not').map((one) => write(notation, one));
  const unwanted = list.flatMap((one) => (one.op === 'not' ? [write(notation, one.of)] : []));
  const first = wanted.length === 0 ? notation.token(KEY.everything) : wanted.join(notation.and);
  if (unwanted.length === 0) return `(${first})`;
  return `(${notation.without(`(${first})`, unwanted)})`;
}
