import type { DialectName } from '@vcp/database';
import type { TextNode } from '../../query/node.ts';
import { SEQUENCES, sequenceKey } from '../tsvector.ts';
import type { Expression } from './expression.ts';

/** How the two text indexes write the same things. */
interface Notation {
  readonly and: string;
  readonly or: string;
  readonly token: (token: string) => string;
  readonly phrase: (text: TextNode) => string;
}

const FTS5: Notation = {
  and: ' AND ',
  or: ' OR ',
  token: (token) => `"${token}"`,
  phrase: ({ field, words, prefix }) =>
    `${field ? `${field} : ` : ''}"${words.join(' ')}"${prefix ? ' *' : ''}`,
};

const TSQUERY: Notation = {
  and: ' & ',
  or: ' | ',
  token: (token) => `'${token}'`,
  phrase: (text) => {
    const tokens = sequenceTokens(text);
    // One token says it all; with more, or in one field only, the places have to be looked at.
    return tokens.length === 1 && text.field === null
      ? tokens.join('')
      : `(${[...tokens, placesOf(text)].join(' & ')})`;
  },
};

/** The longest sequences of words that the index holds, one from each word on. */
function sequenceTokens({ words, prefix }: TextNode): string[] {
  const length = Math.min(words.length, Math.max(...SEQUENCES));
  if (length === 1) return [];
  const starts = words.slice(0, words.length - length + 1);
  return starts.map((_, start) => {
    const open = prefix && start === starts.length - 1;
    return `'${sequenceKey(words.slice(start, start + length))}'${open ? ':*' : ''}`;
  });
}

function placesOf({ field, words, prefix }: TextNode): string {
  const weight = field === null ? '' : field === 'name' ? 'A' : 'D';
  const lexemes = words.map((word, index) => {
    const flags = `${prefix && index === words.length - 1 ? '*' : ''}${weight}`;
    return `'${word}'${flags ? `:${flags}` : ''}`;
  });
  return `(${lexemes.join(' <-> ')})`;
}

/** Stands for a list that holds nothing; no dataset has it. */
const NOTHING = '§none';

/** Writes an expression of tokens and phrases as FTS5's MATCH or as PostgreSQL's tsquery has it. */
export function matchOf(dialect: DialectName, expression: Expression): string {
  return write(dialect === 'sqlite' ? FTS5 : TSQUERY, expression);
}

/** A tsquery by which texts are ranked: it knows only what has a place in the text. */
export function rankingQuery(phrases: readonly TextNode[]): string {
  return phrases.map(placesOf).join(' | ');
}

function write(notation: Notation, expression: Expression): string {
  switch (expression.op) {
    case 'token':
      return notation.token(expression.token);
    case 'phrase':
      return notation.phrase(expression.text);
    case 'and':
    case 'or': {
      const parts = expression.list.map((one) => write(notation, one));
      return `(${parts.length === 0 ? notation.token(NOTHING) : parts.join(notation[expression.op])})`;
    }
    default:
      throw new TypeError('The text index knows neither rows nor what is left out');
  }
}
