import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildQuery } from './build-query.ts';

const plain = { exact: false, namespace: null, allVersions: false };

test.each([
  ['brain tissue', plain, 'brain tissue AND latest_version:true'],
  ['brain tissue', { ...plain, exact: true }, '"brain tissue" AND latest_version:true'],
  ['brain tissue', { ...plain, allVersions: true }, 'brain tissue'],
  [
    'brain tissue',
    { ...plain, namespace: 'cellxgene' },
    'brain tissue AND namespace:cellxgene AND latest_version:true',
  ],
  ['"brain"', { ...plain, exact: true }, '"brain" AND latest_version:true'],
  ['*', plain, '* AND latest_version:true'],
  [
    'assay_ontology_term_id:EFO\\:0030062',
    plain,
    'assay_ontology_term_id:EFO\\:0030062 AND latest_version:true',
  ],
])('%s with %j is sent as the original sends it', (text, options, expected) => {
  expect(buildQuery({ text, ...options })).toBe(expected);
});

test('an exact text keeps its namespace outside the quotes', () => {
  expect(
    buildQuery({ text: 'brain tissue', exact: true, namespace: 'cellxgene', allVersions: true }),
  ).toBe('"brain tissue" AND namespace:cellxgene');
});

test.each([
  ['a OR b', '(a OR b) AND latest_version:true'],
  ['a || b', '(a || b) AND latest_version:true'],
  ['(a OR b)', '(a OR b) AND latest_version:true'],
  ['(a OR b) OR c', '((a OR b) OR c) AND latest_version:true'],
  ['"a OR b"', '"a OR b" AND latest_version:true'],
  ['"a" OR "b"', '("a" OR "b") AND latest_version:true'],
  ['a \\" OR b', '(a \\" OR b) AND latest_version:true'],
  ['tissue:ORgan', 'tissue:ORgan AND latest_version:true'],
  ['a or b', 'a or b AND latest_version:true'],
])('%s is sent as %s', (text, expected) => {
  expect(buildQuery({ text, ...plain })).toBe(expected);
});

test.each(['a OR (b', 'a) OR (b', '(a OR b', 'a OR "b', 'a OR b)'])(
  '%s, which is wrong, is not made right or wrong elsewhere by parentheses around it',
  (text) => {
    expect(buildQuery({ text, ...plain })).toBe(`${text} AND latest_version:true`);
  },
);

test('an OR that nothing is joined to stays as it is', () => {
  expect(buildQuery({ text: 'a OR b', ...plain, allVersions: true })).toBe('a OR b');
});

test('a namespace cannot add clauses', () => {
  const query = buildQuery({ text: 'x', exact: false, namespace: 'a OR b:"c', allVersions: true });
  expect(query).toBe('x AND namespace:"a OR b:\\"c"');
});

test('an exact text is one phrase, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const query = buildQuery({ text, exact: true, namespace: null, allVersions: true });
      const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
      if (isQuoted) expect(query).toBe(text);
      else expect(query).toMatch(/^"(\\.|[^"\\])*"$/su);
    }),
  );
});

test('long hostile texts take linear time', () => {
  for (const text of [
    '"'.repeat(200_001),
    '\\'.repeat(200_001),
    '('.repeat(200_000),
    '| '.repeat(100_000),
  ])
    expect(buildQuery({ text, ...plain }).length).toBeGreaterThan(text.length);
});
