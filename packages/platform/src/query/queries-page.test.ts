import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LABEL_FIELDS, RANGE_FIELDS } from './fields.ts';
import { QUERY_LIMITS } from './limits.ts';
import { parseQuery } from './parse.ts';

const page = readFileSync(new URL('../../../../docs/queries.md', import.meta.url), 'utf8');
const queries = page
  .split('\n')
  .filter((line) => /^\| .*`/.test(line) && !line.includes('--all-versions'))
  .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, query]) => query ?? ''));

test('the page has queries', () => expect(queries.length).toBeGreaterThan(15));

test.each(queries)('the query %j of docs/queries.md can be read', (query) => {
  expect(() => parseQuery(query)).not.toThrow();
});

test('the page names the fields and the limits that there are', () => {
  for (const field of [...RANGE_FIELDS, 'org', 'owner', 'version', 'license', 'doi'])
    expect(page).toContain(`\`${field}\``);
  expect(LABEL_FIELDS).toEqual(
    expect.arrayContaining(['org', 'owner', 'version', 'license', 'doi']),
  );
  const { characters, clauses, wildcards, depth } = QUERY_LIMITS;
  for (const limit of [characters, clauses, wildcards, depth])
    expect(page).toContain(limit.toLocaleString('en-US'));
});
