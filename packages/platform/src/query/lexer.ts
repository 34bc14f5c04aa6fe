import { QuerySyntaxError } from './query-syntax-error.ts';

/** The smallest parts of a query, each with where it begins. */
export type Token =
  | { readonly kind: '(' | ')' | 'and' | 'or' | 'not'; readonly position: number }
  | { readonly kind: 'field'; readonly name: string; readonly position: number }
  | { readonly kind: 'phrase'; readonly text: string; readonly position: number }
  | { readonly kind: 'range'; readonly text: string; readonly position: number }
  | {
      readonly kind: 'word';
      /** Escapes resolved; an escaped `*` became a blank, so that each `*` is a wildcard. */
      readonly text: string;
      /** Escapes resolved, nothing else changed. */
      readonly literal: string;
      readonly position: number;
    };

const OPERATORS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['AND', 'and'],
  ['&&', 'and'],
  ['OR', 'or'],
  ['||', 'or'],
  ['NOT', 'not'],
]);
const BLANK = /\s/;

/**
 * Cuts a query into tokens, reading each character once. `-` and `!` before a clause mean NOT, a
 * `+` there means nothing. Right after `field:` a colon is part of the value.
 */
export function* tokensOf(query: string): Generator<Token, void, undefined> {
  let position = 0;
  let afterField = false;
  while (position < query.length) {
    const start = position;
    const character = query.charAt(position);
    if (BLANK.test(character)) {
      position += 1;
      continue;
    }
    const value = afterField;
    afterField = false;
    if (character === '(' || character === ')') {
      position += 1;
      yield { kind: character, position: start };
    } else if (character === '"') {
      const phrase = readPhrase(query, start);
      position = phrase.end;
      yield { kind: 'phrase', text: phrase.text, position: start };
    } else if (value && (character === '[' || character === '{')) {
      position = endOfRange(query, start);
      yield { kind: 'range', text: query.slice(start, position), position: start };
    } else if (!value && isPrefixOperator(query, start)) {
      position += 1;
      if (character !== '+') yield { kind: 'not', position: start };
    } else {
      const word = readWord(query, start, value);
      position = word.end;
      const operator = word.escaped || word.colon ? undefined : OPERATORS.get(word.literal);
      afterField = word.colon;
      if (operator) yield { kind: operator, position: start };
      else if (word.colon) yield { kind: 'field', name: word.literal, position: start };
      else yield { kind: 'word', text: word.text, literal: word.literal, position: start };
    }
  }
}

function isPrefixOperator(query: string, start: number): boolean {
  if (!'-!+'.includes(query.charAt(start))) return false;
  const next = query.charAt(start + 1);
  return next !== '' && !BLANK.test(next) && next !== ')';
}

function readPhrase(query: string, start: number): { text: string; end: number } {
  let text = '';
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    if (character === '\\' && at + 1 < query.length) at += 1;
    text += query.charAt(at);
  }
  throw new QuerySyntaxError(
    'the quotation mark is not closed',
    start,
    'Write \\" for the character itself.',
  );
}

function endOfRange(query: string, start: number): number {
  for (let at = start + 1; at < query.length; at += 1)
    if (query[at] === ']' || query[at] === '}') return at + 1;
  throw new QuerySyntaxError('the range is not closed', start, 'Write it as [10 TO 20].');
}

function readWord(query: string, start: number, value: boolean) {
  let text = '';
  let literal = '';
  let escaped = false;
  let at = start;
  for (; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === '\\' && at + 1 < query.length) {
      at += 1;
      escaped = true;
      literal += query.charAt(at);
      text += query.charAt(at) === '*' ? ' ' : query.charAt(at);
    } else if (character === ':' && !value) {
      return { text, literal, escaped, colon: true, end: at + 1 };
    } else if (BLANK.test(character) || '()"'.includes(character)) {
      break;
    } else {
      text += character;
      literal += character;
    }
  }
  return { text, literal, escaped, colon: false, end: at };
}
