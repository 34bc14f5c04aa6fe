import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** What help and completion load: our own files, and these. Nothing else may come along. */
const ALLOWED = ['@stricli/core', 'node:os', 'node:path', 'node:util'];

test('the way to --help loads declarations only: no zod, no yaml, no database, no network', async () => {
  const { packages, files } = await staticImports(MAIN);
  expect([...packages].sort()).toEqual(ALLOWED);
  expect(files.filter((file) => /\.run\.ts$/.test(file))).toEqual([]);
  expect(files.length).toBeGreaterThan(30);
});

/** Walks the imports that are loaded at start: not types, not `import()`. */
async function staticImports(
  entry: string,
): Promise<{ readonly packages: Set<string>; readonly files: string[] }> {
  const packages = new Set<string>();
  const files = [entry];
  for (const file of files) {
    for (const source of await valueImportsOf(file)) {
      const path = source.startsWith('.')
        ? resolve(dirname(file), source)
        : source.startsWith('@vcp/')
          ? fileURLToPath(import.meta.resolve(source))
          : null;
      if (path === null) packages.add(source);
      else if (path.endsWith('.ts') && !files.includes(path)) files.push(path);
    }
  }
  return { packages, files };
}

async function valueImportsOf(file: string): Promise<string[]> {
  const { module } = parseSync(file, await readFile(file, 'utf8'));
  const imported = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType))
    .map(({ moduleRequest }) => moduleRequest.value);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.isType ? [] : (entry.moduleRequest?.value ?? []))),
  );
  return [...imported, ...exported];
}
