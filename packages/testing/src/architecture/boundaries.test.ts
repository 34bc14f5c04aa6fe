import { isBuiltin } from 'node:module';
import { relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { readImports } from './imports.ts';
import { packageOf, ROOT, readWorkspace, resolveSource, sourceFiles } from './workspace.ts';

/** Which packages each package may import: arrows only point down. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  '@vcp/schema': [],
  '@vcp/database': ['@vcp/schema'],
  '@vcp/client': ['@vcp/schema'],
  '@vcp/transfer': ['@vcp/schema'],
  '@vcp/tracker': ['@vcp/schema', '@vcp/database'],
  '@vcp/benchmarks': ['@vcp/schema'],
  '@vcp/platform': [
    '@vcp/schema',
    '@vcp/database',
    '@vcp/transfer',
    '@vcp/tracker',
    '@vcp/benchmarks',
  ],
  '@vcp/web': ['@vcp/schema'],
  '@vcp/cli': [
    '@vcp/schema',
    '@vcp/database',
    '@vcp/client',
    '@vcp/transfer',
    '@vcp/tracker',
    '@vcp/benchmarks',
    '@vcp/platform',
  ],
  '@vcp/testing': ['@vcp/schema'],
};

const workspace = readWorkspace();
const libraries = [...workspace.values()].filter(({ name }) => !/\/(e2e|bench)$/.test(name));
const short = (file: string) => relative(ROOT, file).split(sep).join('/');

test('every package has its place among the arrows', () => {
  expect(libraries.map(({ name }) => name).filter((name) => !(name in ARROWS))).toEqual([]);
});

test.each(libraries.map((found) => [found.name, found] as const))(
  '%s imports only what lies below it, and by its name',
  (name, found) => {
    const wrong = sourceFiles(found).flatMap((file) =>
      readImports(file)
        .filter(({ specifier }) => {
          const target = packageOf(specifier);
          if (target === null) {
            const path = resolveSource(workspace, file, specifier) ?? '';
            return !path.startsWith(`${found.folder}${sep}`);
          }
          return workspace.has(target) && !(ARROWS[name] ?? []).includes(target);
        })
        .map(({ specifier }) => `${short(file)} → ${specifier}`),
    );
    expect(wrong).toEqual([]);
  },
);

test.each(libraries.map((found) => [found.name, found] as const))(
  '%s declares every package that it imports',
  (_, found) => {
    const wrong = sourceFiles(found).flatMap((file) =>
      readImports(file)
        .map(({ specifier }) => (isBuiltin(specifier) ? null : packageOf(specifier)))
        .filter((target) => target !== null && !found.declared.has(target))
        .map((target) => `${short(file)} → ${target}`),
    );
    expect(wrong).toEqual([]);
  },
);

test('the program never loads what is there for tests only', () => {
  const sources = new Set(libraries.flatMap(sourceFiles));
  const wrong = [...sources].flatMap((file) =>
    readImports(file)
      .map(({ specifier }) => resolveSource(workspace, file, specifier))
      .filter((target) => target?.endsWith('.ts') && !sources.has(target))
      .map((target) => `${short(file)} → ${short(target ?? '')}`),
  );
  expect(wrong).toEqual([]);
});

test('no file needs itself to be loaded', () => {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file].map(short).join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const { specifier, kind } of readImports(file)) {
      const target = kind === 'value' ? resolveSource(workspace, file, specifier) : null;
      if (target?.endsWith('.ts')) visit(target, [...path, file]);
    }
    state.set(file, 'done');
  };
  for (const found of libraries) for (const file of sourceFiles(found)) visit(file, []);
  expect(circles).toEqual([]);
});
