import fc from 'fast-check';
import { EXACT_FIELDS, type LABEL_FIELDS, RANGE_FIELDS, TEXT_FIELDS } from './fields.ts';
import { allOf, anyOf, noneOf, type QueryNode } from './node.ts';

/** What random queries are made of: few words, so that they also hit something. */
export interface QueryVocabulary {
  readonly words: readonly string[];
  readonly labelFields: readonly (typeof LABEL_FIELDS)[number][];
  readonly exactValues: readonly string[];
}

/** Random queries, in the simplest form that the parser gives. */
export function arbitraryQuery(vocabulary: QueryVocabulary): fc.Arbitrary<QueryNode> {
  const word = fc.constantFrom(...vocabulary.words);
  const words = fc.array(word, { minLength: 1, maxLength: 4 });
  const number = fc.oneof(
    fc.integer({ min: -2, max: 25 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const bound = fc.option(
    fc.record({ value: number.map((value) => value + 0), inclusive: fc.boolean() }),
  );
  const moment = fc.integer({ min: Date.UTC(2023), max: Date.UTC(2026) });
  const label = fc.record({
    kind: fc.constant('label' as const),
    field: fc.constantFrom(...vocabulary.labelFields),
    words: fc.oneof(
      words,
      fc.tuple(word, word).map(([a, b]) => [`${a.slice(0, 1)}*`, `*${b}`]),
      word.map((one) => [`${one}*`]),
    ),
  });
  const text = fc.record({
    kind: fc.constant('text' as const),
    field: fc.option(fc.constantFrom(...TEXT_FIELDS)),
    words,
    prefix: fc.constant(false),
  });
  const prefixed = text.map((node) => ({
    ...node,
    words: [...node.words.slice(0, -1), `${node.words.at(-1)}xx`.slice(0, 2)],
    prefix: true,
  }));
  const count = fc
    .record({
      kind: fc.constant('range' as const),
      field: fc.constant('cell_count' as const),
      from: bound,
      to: bound,
    })
    .filter(({ from, to }) => from !== null || to !== null);
  const published = fc
    .record({ from: fc.option(moment), to: fc.option(moment) })
    .filter(({ from, to }) => from !== null || to !== null)
    .map(({ from, to }) => ({
      kind: 'range' as const,
      field: 'published' as const,
      from: from === null ? null : { value: from, inclusive: true },
      to: to === null ? null : { value: to, inclusive: false },
    }));
  const exists = fc.record({
    kind: fc.constant('exists' as const),
    field: fc.constantFrom(...vocabulary.labelFields, ...RANGE_FIELDS, ...TEXT_FIELDS),
  });
  const flag = fc.record({
    kind: fc.constant('flag' as const),
    field: fc.constant('latest_version' as const),
    value: fc.boolean(),
  });
  const exact = fc.record({
    kind: fc.constant('exact' as const),
    field: fc.constantFrom(...EXACT_FIELDS),
    value: fc.constantFrom(...vocabulary.exactValues),
  });
  const leaf: fc.Arbitrary<QueryNode> = fc.oneof(
    fc.constant<QueryNode>({ kind: 'all' }),
    { arbitrary: text, weight: 4 },
    prefixed,
    { arbitrary: label, weight: 4 },
    exists,
    flag,
    exact,
    count,
    published,
  );
  return fc.letrec<{ query: QueryNode }>((tie) => {
    const nodes = fc.array(tie('query'), { minLength: 1, maxLength: 4 });
    return {
      query: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        nodes.map(allOf),
        nodes.map(anyOf),
        tie('query').map(noneOf),
      ),
    };
  }).query;
}
