import { expect, test } from 'vitest';
import { hideSqliteWarning } from './experimental-warnings.ts';

test('only the warning about SQLite is hidden', () => {
  const shown: unknown[] = [];
  const host = { emitWarning: (warning: string | Error) => void shown.push(warning) };
  hideSqliteWarning(host);
  host.emitWarning('SQLite is an experimental feature and might change at any time');
  host.emitWarning('Something else is deprecated');
  expect(shown).toEqual(['Something else is deprecated']);
});
