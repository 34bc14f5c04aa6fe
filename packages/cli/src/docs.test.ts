import { readFile } from 'node:fs/promises';
import * as errors from '@vcp/schema/errors';
import { describe, expect, test } from 'vitest';
import { CONFIG_KEY_NAMES, definitionOf, variableOf } from './config/keys.ts';

const DOCS = new URL('../../../docs/', import.meta.url);
const ERRORS = new URL('../../schema/src/errors.ts', import.meta.url);

/** The rows of all tables of a page, as the texts of their cells. */
async function tableRows(page: string): Promise<string[][]> {
  const text = await readFile(new URL(page, DOCS), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}

describe('docs/troubleshooting.md', () => {
  test('has a row for every error code, and for no other', async () => {
    const declared = (await readFile(ERRORS, 'utf8')).matchAll(/^ {2}\| '(ERR_\w+)'/gm);
    const codes = [...declared].map(([, code]) => code).sort();
    const rows = await tableRows('troubleshooting.md');
    const documented = rows.flatMap(([cell]) => /^`(ERR_\w+)`$/.exec(cell ?? '')?.[1] ?? []).sort();
    expect(codes.length).toBeGreaterThan(20);
    expect(documented).toEqual(codes);
  });

  test('gives each code the exit status that its error has, a meaning and a way out', async () => {
    const rows = new Map((await tableRows('troubleshooting.md')).map((row) => [row[0], row]));
    for (const ErrorClass of Object.values(errors)) {
      if (ErrorClass === errors.VcpError || typeof ErrorClass !== 'function') continue;
      const error = Reflect.construct(ErrorClass, ['x', { query: 'x', position: 0 }]);
      const [, status, meaning = '', advice = ''] = rows.get(`\`${error.code}\``) ?? [];
      expect(status, error.code).toBe(String(error.exitCode));
      expect([meaning.length > 20, advice.length > 5], error.code).toEqual([true, true]);
    }
  });
});

test('docs/configuration.md has a row for every key, with its built-in value and its variable', async () => {
  const rows = await tableRows('configuration.md');
  const keys = rows.filter(([cell]) => /^`[a-z_]+\.[a-z0-9_.]+`$/.test(cell ?? ''));
  expect(keys.map(([cell]) => cell)).toEqual(CONFIG_KEY_NAMES.map((key) => `\`${key}\``));
  for (const [index, key] of CONFIG_KEY_NAMES.entries()) {
    const { builtIn, brief } = definitionOf(key);
    const shown = Array.isArray(builtIn) ? builtIn.join(', ') : String(builtIn);
    expect(keys[index]?.slice(2)).toEqual([
      builtIn === null ? '–' : `\`${shown}\``,
      `\`${variableOf(key)}\``,
      brief,
    ]);
  }
});
