import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { DIALECTS, openTestCatalog } from '../catalog/test-catalog.ts';
import { findFile, listFiles, registerFiles, type StoredFile } from './stored-files.ts';

const file = (datasetId: string, path: string, size = 1): StoredFile => ({
  datasetId,
  path,
  diskPath: `/srv/${path}`,
  size,
  sha256: 'ab',
  modified: '2024-01-01T00:00:00.000Z',
});

describe.each(DIALECTS)('files that are served, on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
  });
  afterAll(() => drop());

  test('a registered file is found at its path and nowhere else', async () => {
    const large = file('d', 'a/b.h5ad', 2 ** 41);
    await registerFiles(catalog, [large]);
    expect(await findFile(catalog, 'd', 'a/b.h5ad')).toEqual(large);
    expect(await findFile(catalog, 'd', 'a/B.h5ad')).toBeNull();
    expect(await findFile(catalog, 'e', 'a/b.h5ad')).toBeNull();
  });

  test('registering again replaces, and the later of two counts', async () => {
    await registerFiles(catalog, [file('r', 'x', 1), file('r', 'x', 2)]);
    expect((await findFile(catalog, 'r', 'x'))?.size).toBe(2);
    await registerFiles(catalog, [file('r', 'x', 3)]);
    expect((await findFile(catalog, 'r', 'x'))?.size).toBe(3);
    expect((await listFiles(catalog, 'r', '', null)).files).toHaveLength(1);
  });

  test('more files than a batch holds are all there', async () => {
    const many = Array.from({ length: 12_001 }, (_, index) => file('many', `z/${index}`));
    await registerFiles(catalog, many);
    const page = await listFiles(catalog, 'many', 'z/', null, 20_000);
    expect(page.files).toHaveLength(12_001);
    expect(page.cursor).toBeNull();
  });

  const segment = fc.constantFrom('a', 'ab', 'A', 'é', '%', '_', '.', '😀');
  const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  test('pages of any size bring every file below a prefix once, in order', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { maxLength: 12 }),
        fc.oneof(path, fc.constant('')),
        fc.integer({ min: 1, max: 5 }),
        async (paths, prefix, limit) => {
          run += 1;
          await registerFiles(catalog, [
            file('other', 'a'),
            ...paths.map((one) => file(`p${run}`, one)),
          ]);
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const page = await listFiles(catalog, `p${run}`, prefix, cursor, limit);
            seen.push(...page.files.map((one) => one.path));
            cursor = page.cursor;
          } while (cursor !== null);
          const wanted = paths.filter((one) => one.startsWith(prefix));
          expect(seen).toEqual(
            wanted.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
