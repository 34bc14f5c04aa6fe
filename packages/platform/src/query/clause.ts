import type { Field } from './fields.ts';
import { QUERY_LIMITS } from './limits.ts';
import { allOf, EVERYTHING, type QueryNode } from './node.ts';
import { QuerySyntaxError } from './query-syntax-error.ts';
import { lowerBound, parseRangeValue, type RangeValue, upperBound } from './values.ts';
import { patternWords, wordsOf } from './words.ts';

/** A value as it was written: bare words, a quoted phrase, or a range in brackets. */
export interface WrittenValue {
  readonly form: 'words' | 'phrase' | 'range';
  readonly text: string;
  readonly literal: string;
  readonly position: number;
}

/** The clause that `value` makes for `field`, or as free text where `field` is null. */
export function clauseOf(field: Field | null, value: WrittenValue): QueryNode {
  if (value.form === 'range' && field?.kind !== 'range')
    throw new QuerySyntaxError(
      `${field?.name ?? 'free text'} has no ranges`,
      value.position,
      'Ranges are possible with cell_count and published.',
    );
  switch (field?.kind) {
    case 'flag':
      return flagClause(field, value);
    case 'exact':
      return exactClause(field, value);
    case 'range':
      return rangeClause(field, value);
    case 'label':
      return labelClause(field, value);
    default:
      return textClause(field ?? null, value);
  }
}

type FieldOf<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;

function textClause(field: FieldOf<'text'> | null, value: WrittenValue): QueryNode {
  if (value.form === 'phrase') return phraseClause(field, value);
  const pattern = patternWords(value.text);
  if (isAnything(pattern)) return field ? { kind: 'exists', field: field.name } : EVERYTHING;
  const text = pattern.join(' ');
  const prefix = text.endsWith('*');
  const words = wordsOf(prefix ? text.slice(0, -1) : text);
  const shortest = prefix ? [...(words.at(-1) ?? '')].length : QUERY_LIMITS.shortestPrefix;
  if (
    text.slice(0, -1).includes('*') ||
    text.endsWith(' *') ||
    shortest < QUERY_LIMITS.shortestPrefix
  )
    throw new QuerySyntaxError(
      `in text a * needs ${QUERY_LIMITS.shortestPrefix} or more letters before it and stands at the end`,
      value.position,
      'Name a field to use it elsewhere, for example cell_type:*cyte.',
    );
  return { kind: 'text', field: field?.name ?? null, words: checkWords(words, value), prefix };
}

const APPENDED_NAMESPACE = / AND namespace:([^\s"]+)$/;

/**
 * A client that wraps the whole query in quotation marks wraps the namespace that it appended too:
 * `"brain tissue AND namespace:x"`. No text holds that, so it is read as it was meant.
 */
function phraseClause(field: FieldOf<'text'> | null, value: WrittenValue): QueryNode {
  const appended = field === null ? APPENDED_NAMESPACE.exec(value.text) : null;
  const text = appended ? value.text.slice(0, appended.index) : value.text;
  const phrase: QueryNode = {
    kind: 'text',
    field: field?.name ?? null,
    words: checkWords(wordsOf(text), value),
    prefix: false,
  };
  if (!appended) return phrase;
  const namespace = checkWords(wordsOf(appended[1] ?? ''), value);
  return allOf([phrase, { kind: 'label', field: 'namespace', words: namespace }]);
}

function labelClause({ name }: FieldOf<'label'>, value: WrittenValue): QueryNode {
  const words = value.form === 'phrase' ? wordsOf(value.text) : patternWords(value.text);
  if (isAnything(words)) return { kind: 'exists', field: name };
  return { kind: 'label', field: name, words: checkWords(words, value) };
}

function flagClause({ name }: FieldOf<'flag'>, value: WrittenValue): QueryNode {
  const text = value.literal.toLowerCase();
  if (text === '*') return EVERYTHING;
  if (text !== 'true' && text !== 'false')
    throw new QuerySyntaxError(`${name} is true or false`, value.position);
  return { kind: 'flag', field: name, value: text === 'true' };
}

function exactClause({ name }: FieldOf<'exact'>, value: WrittenValue): QueryNode {
  if (value.form === 'words' && value.literal === '*') return EVERYTHING;
  if (value.form === 'words' && value.text.includes('*'))
    throw new QuerySyntaxError(`${name} is compared as a whole, without *`, value.position);
  if (value.literal === '') throw new QuerySyntaxError(`${name} needs a value`, value.position);
  return { kind: 'exact', field: name, value: value.literal };
}

function rangeClause({ name }: FieldOf<'range'>, value: WrittenValue): QueryNode {
  if (value.form === 'range') {
    const [open, close] = [value.text.charAt(0), value.text.at(-1)];
    const [from = '', to, high = '', ...rest] = value.text.slice(1, -1).trim().split(/\s+/);
    if (to !== 'TO' || rest.length > 0 || high === '')
      throw new QuerySyntaxError('a range has two ends', value.position, 'Write it as [10 TO 20].');
    if (from === '*' && high === '*') return { kind: 'exists', field: name };
    return {
      kind: 'range',
      field: name,
      from: from === '*' ? null : lowerBound(name, readValue(name, from, value), open === '['),
      to: high === '*' ? null : upperBound(name, readValue(name, high, value), close === ']'),
    };
  }
  if (value.literal === '*') return { kind: 'exists', field: name };
  const [, operator = '', text = ''] = /^([<>]=?)?\s*(.*)$/s.exec(value.literal) ?? [];
  const bound = readValue(name, text, value);
  const from = operator.startsWith('<') ? null : lowerBound(name, bound, operator !== '>');
  const to = operator.startsWith('>') ? null : upperBound(name, bound, operator !== '<');
  return { kind: 'range', field: name, from, to };
}

function readValue(
  name: FieldOf<'range'>['name'],
  text: string,
  { position }: WrittenValue,
): RangeValue {
  const value = parseRangeValue(name, text);
  if (value) return value;
  throw name === 'published'
    ? new QuerySyntaxError(
        'published needs a date',
        position,
        'Write a year, a month or a day: 2024, 2024-05, 2024-05-17.',
      )
    : new QuerySyntaxError(`${name} needs a number`, position);
}

function isAnything(words: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => word === '*');
}

function checkWords(words: readonly string[], { position }: WrittenValue): readonly string[] {
  if (words.length === 0)
    throw new QuerySyntaxError('there is no letter or digit to search for', position);
  if (words.length > QUERY_LIMITS.wordsInClause)
    throw new QuerySyntaxError(
      `a phrase has at most ${QUERY_LIMITS.wordsInClause} words`,
      position,
    );
  return words;
}
