import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importDatasets } from '../catalog/import-datasets.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { DIALECTS, openTestCatalog, someDataset } from '../catalog/test-catalog.ts';
import { isExclusiveFolder } from './exclusive-folder.ts';

const at = (number: number, ...urls: string[]) =>
  someDataset(number, {
    locations: urls.map((url) => ({ url, format: null, size: null, checksum: null })),
  });
const ours = at(1, 's3://data/run/1/a.h5ad', 's3://data/run/1/b.h5ad');

describe.each(DIALECTS)('isExclusiveFolder on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
    await importDatasets(catalog, [ours]);
  });
  afterEach(() => drop());

  const ask = (key: string) => isExclusiveFolder(catalog, { bucket: 'data', key }, ours.id);

  test('a folder that only we are in is ours', async () => {
    expect(await ask('run/1')).toBe(true);
    expect(await ask('run')).toBe(true);
  });

  test.each([
    's3://data/run/1/other.h5ad',
    's3://data/run/1/deep/er/other.h5ad',
    's3://data/run/1',
    's3://data/run/1/',
    's3://data/run',
    's3://data/run/',
    's3://data',
    's3://data/',
  ])('it is not when another dataset has %s', async (url) => {
    await importDatasets(catalog, [at(2, url)]);
    expect(await ask('run/1')).toBe(false);
  });

  test.each([
    's3://data/run/10/other.h5ad',
    's3://data/run/1.zarr',
    's3://data/run/1-more/x',
    's3://data/run/0/z',
    's3://database/run/1/a.h5ad',
    'https://data/run/1/a.h5ad',
  ])('it is, whoever has %s', async (url) => {
    await importDatasets(catalog, [at(2, url)]);
    expect(await ask('run/1')).toBe(true);
  });
});
