import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importDatasets } from '../catalog/import-datasets.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { DIALECTS, openTestCatalog, someDataset } from '../catalog/test-catalog.ts';
import { allScopes, isVisible } from './visibility.ts';

describe.each(DIALECTS)('visibility on %s', (dialect) => {
  const open = someDataset(1);
  const closed = someDataset(2, { scopes: ['staff', 'partner'] });
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
    await importDatasets(catalog, [open, closed]);
  });
  afterEach(() => drop());

  test('a dataset with scopes is there for members only', async () => {
    expect(await isVisible(catalog, open.id, 'anonymous')).toBe(true);
    expect(await isVisible(catalog, closed.id, 'anonymous')).toBe(false);
    expect(await isVisible(catalog, closed.id, 'member')).toBe(true);
  });

  test('what is not in the catalog is there for nobody', async () => {
    expect(await isVisible(catalog, someDataset(3).id, 'member')).toBe(false);
    expect(await isVisible(catalog, "' or 1=1 --", 'member')).toBe(false);
  });

  test('members are in every scope that exists', async () => {
    expect((await allScopes(catalog)).toSorted()).toEqual(['partner', 'staff']);
  });
});
