import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { readImports } from './imports.ts';
import { ROOT, readWorkspace, resolveSource } from './workspace.ts';

/** What `vcp --help` and completion may load besides our own files: it is what they wait for. */
const LIGHT = [
  '@stricli/core',
  '@stricli/auto-complete',
  'node:fs',
  'node:fs/promises',
  'node:module',
  'node:os',
  'node:path',
  'node:process',
  'node:tty',
  'node:url',
  'node:util',
];

const workspace = readWorkspace();

/** Each foreign module that loading the file loads too, with the file that imports it. */
function foreignModules(entry: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!file.endsWith('.ts')) continue;
    for (const { specifier, kind } of readImports(file)) {
      if (kind !== 'value') continue;
      const target = isBuiltin(specifier) ? null : resolveSource(workspace, file, specifier);
      if (target === null) found.set(specifier, relative(ROOT, file));
      else waiting.push(target);
    }
  }
  return found;
}

test('help loads declarations only: no schemas, no network, no database', () => {
  const heavy = [...foreignModules(join(ROOT, 'packages/cli/src/main.ts'))].filter(
    ([specifier]) => !LIGHT.includes(specifier),
  );
  expect(heavy).toEqual([]);
});

test('the walk finds what a running command loads', () => {
  const run = join(ROOT, 'packages/cli/src/commands/data/search.run.ts');
  expect([...foreignModules(run).keys()]).toContain('zod');
});
