import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_FIELDS } from './fields.ts';
import { QUERY_LIMITS } from './limits.ts';
import { parseQuery } from './parse.ts';
import { printQuery } from './print-query.ts';
import { QuerySyntaxError } from './query-syntax-error.ts';
import { arbitraryQuery } from './test-queries.ts';

const canonical = (query: string) => printQuery(parseQuery(query));

const anyQuery = arbitraryQuery({
  words: ['brain', 'hard', 'palate', 'and', 'or', 'not', 'to', '10x', '9606', 'β', 'naive', 'true'],
  labelFields: LABEL_FIELDS,
  exactValues: [
    'a b',
    '00000000-0000-4000-8000-000000000001',
    'x"y\\z',
    '*',
    'AND',
    '😀',
    '\ud800',
    ':',
  ],
});

test('printing a query and parsing it gives the same query', () => {
  fc.assert(
    fc.property(anyQuery, (node) => {
      const printed = printQuery(node);
      fc.pre(printed.split('*').length - 1 <= QUERY_LIMITS.wildcards);
      expect(parseQuery(printed)).toEqual(node);
    }),
    { numRuns: 2_000 },
  );
});

const PIECES = [
  'brain',
  'tissue:',
  'cell_count:',
  'published:',
  'id:',
  'AND',
  'OR',
  'NOT',
  '(',
  ')',
  '"',
  '*',
  '-',
  '\\',
  ':',
  '[',
  ']',
  '{',
  '}',
  'TO',
  '>=',
  '1e999',
  '2024-13',
  '9999',
  '9999-12-31T23:59-10:00',
  '0099',
  ' ',
  '\n',
  'ß',
  '́',
  '\ud800',
  '__proto__:',
  'x:',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((list) => list.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((list) => list.join(' ')),
);

test('any text is a query that prints and parses to itself, or a syntax error with its place', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        const node = parseQuery(text);
        expect(parseQuery(printQuery(node))).toEqual(node);
      } catch (error) {
        if (!(error instanceof QuerySyntaxError)) throw error;
        expect(error.position).toBeGreaterThanOrEqual(0);
        expect(error.position).toBeLessThanOrEqual(text.length);
        expect(error.message).toContain(`character ${error.position + 1}:`);
      }
    }),
    { numRuns: 5_000 },
  );
});

describe('meaning', () => {
  test.each([
    ['brain tissue', 'brain AND tissue'],
    ['a1 b1 OR c1', '(a1 AND b1) OR c1'],
    ['a1 OR b1 AND c1', 'a1 OR (b1 AND c1)'],
    ['a1 && b1 || !c1', '(a1 AND b1) OR NOT c1'],
    ['+brain -lung', 'brain AND NOT lung'],
    ['NOT NOT brain', 'brain'],
    ['well-known', '"well known"'],
    ['-', null],
    ['T cell - activated & more', 't AND cell AND activated AND more'],
    ['Naïve ÅNGSTRÖM', 'naive AND angstrom'],
    ['*', '*'],
    ['* AND latest_version:true', 'latest_version:true'],
    ['brain*', 'brain*'],
    ['"brain tis*"', '"brain tis"'],
    ['br*n', null],
    ['b*', null],
    ['*itis', null],
    ['tissue:hard palate', 'tissue:"hard palate"'],
    ['tissue: lung', 'tissue:lung'],
    ['TISSUE:Lung', 'tissue:lung'],
    ['tissue:hard palate disease:normal', 'tissue:"hard palate" AND disease:normal'],
    ['tissue:hard palate AND brain', 'tissue:"hard palate" AND brain'],
    ['organism:"Homo sapiens" lung', 'organism:"homo sapiens" AND lung'],
    ['cell_type:*cyte', 'cell_type:*cyte'],
    ['cell_type:T cell*', 'cell_type:t\\ cell*'],
    ['tissue:*', 'tissue:*'],
    ['tissue:(lung OR hard palate)', 'tissue:lung OR tissue:"hard palate"'],
    ['assay_ontology_term_id:EFO\\:0030062', 'assay_ontology_term_id:"efo 0030062"'],
    ['assay_ontology_term_id:EFO:0030062', 'assay_ontology_term_id:"efo 0030062"'],
    ['assay:"10x 3\' v3"', 'assay:"10x 3 v3"'],
    ['name:lung atlas', 'name:"lung atlas"'],
    ['name:lung at*', 'name:lung\\ at*'],
    ['tags:namespace\\:x', 'tags:"namespace x"'],
    ['id:AbC', 'id:"AbC"'],
    ['a\\*b', '"a b"'],
    ['cell_count:[10 TO 20]', 'cell_count:[10 TO 20]'],
    ['cell_count:{10 TO *]', 'cell_count:{10 TO *]'],
    ['cell_count:>=1e3 lung', 'cell_count:[1000 TO *] AND lung'],
    ['cell_count:> 5', 'cell_count:{5 TO *]'],
    ['cell_count:<-5', 'cell_count:[* TO -5}'],
    ['cell_count:7', 'cell_count:[7 TO 7]'],
    ['cell_count:[* TO *]', 'cell_count:*'],
    ['published:2024', 'published:[2024-01-01T00:00:00.000Z TO 2025-01-01T00:00:00.000Z}'],
    [
      'published:[2023-02 TO 2023-03]',
      'published:[2023-02-01T00:00:00.000Z TO 2023-04-01T00:00:00.000Z}',
    ],
    ['published:>2024-05-17', 'published:[2024-05-18T00:00:00.000Z TO *]'],
    ['published:<2024-05-17T10:00:00+02:00', 'published:[* TO 2024-05-17T08:00:00.000Z}'],
    ['published:9999', 'published:[9999-01-01T00:00:00.000Z TO 9999-12-31T23:59:59.999Z}'],
    ['published:9999-12-31T23:00-14:00', null],
    ['published:0000-01-01T00:00+14:00', null],
    ['published:2023-02-30', null],
    ['latest_version:TRUE', 'latest_version:true'],
    ['latest_version:*', '*'],
  ])('%s', (query, meaning) => {
    if (meaning === null) expect(() => parseQuery(query)).toThrow(QuerySyntaxError);
    else expect(canonical(query)).toBe(meaning);
  });
});

describe('what clients append counts for the whole query', () => {
  test.each([
    ['a1 OR b1 AND latest_version:true', '(a1 OR b1) AND latest_version:true'],
    [
      'a1 OR b1 AND namespace:cellxgene AND latest_version:true',
      '(a1 OR b1) AND namespace:cellxgene AND latest_version:true',
    ],
    ['a1 OR b1 AND c1 AND latest_version:true', '(a1 OR (b1 AND c1)) AND latest_version:true'],
    ['a1 OR (b1 AND latest_version:true)', 'a1 OR (b1 AND latest_version:true)'],
    ['a1 AND latest_version:true OR b1', '(a1 AND latest_version:true) OR b1'],
    ['a1 OR latest_version:true', 'a1 OR latest_version:true'],
    ['a1 OR b1 latest_version:true', 'a1 OR (b1 AND latest_version:true)'],
    ['a1 OR b1 AND NOT latest_version:true', 'a1 OR (b1 AND NOT latest_version:true)'],
    [
      '"brain tissue AND namespace:cellxgene" AND latest_version:true',
      '"brain tissue" AND namespace:cellxgene AND latest_version:true',
    ],
  ])('%s', (query, meaning) => {
    expect(canonical(query)).toBe(meaning);
  });
});

describe('errors say what, where and what to do', () => {
  test.each([
    ['', 0, /empty/],
    ['tisue:lung', 0, /no field "tisue"/],
    ['brain AND colour:red', 10, /no field "colour"/],
    ['brain AND', 6, /AND has nothing after it/],
    ['OR brain', 0, /OR has nothing before it/],
    ['(brain', 0, /not closed/],
    ['brain)', 5, /not opened/],
    ['a "brain', 2, /quotation mark/],
    ['tissue:', 0, /needs a value/],
    ['cell_count:many', 11, /needs a number/],
    ['cell_count:[1 2]', 11, /two ends/],
    ['cell_count:[1 TO 2', 11, /not closed/],
    ['tissue:[a TO b]', 7, /no ranges/],
    ['published:soon', 10, /needs a date/],
    ['latest_version:maybe', 15, /true or false/],
    [':x', 0, /field is missing/],
    ['"—"', 0, /no letter or digit/],
    ['()', 1, /missing/],
  ])('%s', (query, position, message) => {
    const failure = (() => {
      try {
        return parseQuery(query);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(QuerySyntaxError);
    expect(failure).toMatchObject({ position, code: 'ERR_INPUT' });
    expect(String(failure)).toMatch(message);
  });

  test('a field with a slip of the pen gets a suggestion', () => {
    expect(() => parseQuery('tisuse:lung')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('Did you mean tissue?') }),
    );
  });
});

describe('what costs too much is refused', () => {
  const { characters, depth, clauses, wildcards, wordsInClause } = QUERY_LIMITS;
  test.each([
    ['length', 'x'.repeat(characters + 1)],
    ['depth', `${'('.repeat(depth + 1)}x${')'.repeat(depth + 1)}`],
    ['clauses', 'x '.repeat(clauses + 1)],
    ['wildcards', 'tissue:a*b AND '.repeat(wildcards + 1).concat('x')],
    ['words of a phrase', `"${'x '.repeat(wordsInClause + 1)}"`],
  ])('%s', (_what, query) => {
    expect(() => parseQuery(query)).toThrow(QuerySyntaxError);
  });

  test('hostile queries of the greatest length end in an answer', () => {
    for (const piece of [
      '(',
      ')',
      '"',
      '\\',
      '-',
      '!',
      'NOT ',
      '*',
      '% ',
      '_',
      'a:',
      '[',
      'tissue:[',
      '((a)',
      'x OR ',
      'é',
      '" AND namespace:',
    ]) {
      const query = piece.repeat(characters / piece.length);
      expect(() => {
        try {
          parseQuery(query);
        } catch (error) {
          if (!(error instanceof QuerySyntaxError)) throw error;
        }
      }).not.toThrow();
    }
  });

  test('the limits leave room for a long list of identifiers', () => {
    const ids = Array.from({ length: clauses }, (_, index) => `id:${index}`).join(' OR ');
    expect(parseQuery(ids)).toMatchObject({ kind: 'or' });
  });
});
