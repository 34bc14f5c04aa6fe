import { expect, test } from 'vitest';
import { doiIn } from './doi.ts';

test.each([
  [null, null],
  ['', null],
  ['no identifier at all', null],
  ['Doe et al. 2026, https://doi.org/10.1000/example.1.', '10.1000/example.1'],
  ['doi:10.1038/s41586-021-03819-2; and more', '10.1038/s41586-021-03819-2'],
  ['(see 10.1016/S0092-8674(00)80001-1)', '10.1016/S0092-8674(00)80001-1)'],
  ['(see 10.1000/182)', '10.1000/182'],
  ['@article{x, doi = {urn:something}, year = 2026}', 'urn:something'],
  ['@article{x, doi = {10.1000/182}}', '10.1000/182'],
  ['Doe, https://arxiv.org/abs/2301.01234v2 (2023)', 'https://arxiv.org/abs/2301.01234v2'],
  ['10.12/too-short-a-prefix', null],
])('in %j there is %j', (citation, expected) => {
  expect(doiIn(citation)).toBe(expected);
});
