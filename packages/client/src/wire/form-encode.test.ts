import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formEncode } from './form-encode.ts';

test('spaces, colons, quotes, stars and backslashes are written as the original writes them', () => {
  expect(formEncode({ query: 'Stub dataset AND latest_version:true', use_cursor: 'true' })).toBe(
    'query=Stub+dataset+AND+latest_version%3Atrue&use_cursor=true',
  );
  expect(formEncode({ query: '"brain tissue AND namespace:cellxgene"' })).toBe(
    'query=%22brain+tissue+AND+namespace%3Acellxgene%22',
  );
  expect(formEncode({ query: 'assay_ontology_term_id:EFO\\:0030062' })).toBe(
    'query=assay_ontology_term_id%3AEFO%5C%3A0030062',
  );
  expect(formEncode({ query: '* AND latest_version:true', size: '1000' })).toBe(
    'query=%2A+AND+latest_version%3Atrue&size=1000',
  );
  expect(formEncode({ query: "a~b-c_d.e (f)'!" })).toBe('query=a~b-c_d.e+%28f%29%27%21');
});

test('a parameter without a value is left out', () => {
  expect(formEncode({ limit: '10', cursor: null })).toBe('limit=10');
});

test('every text comes back from what was encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const encoded = formEncode({ query: text });
      expect(encoded).toMatch(/^query=[\w.~+%-]*$/);
      expect(new URLSearchParams(encoded).get('query')).toBe(text.toWellFormed());
    }),
  );
});
