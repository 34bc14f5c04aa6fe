import type { Checksum } from '@vcp/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogDataset } from './dataset.ts';
import { findDataset } from './find-dataset.ts';
import { importDatasets } from './import-datasets.ts';
import type { CatalogDatabase } from './tables.ts';
import { arbitraryDataset, DIALECTS, openTestCatalog, someDataset } from './test-catalog.ts';

const CHECKSUMS: readonly Checksum[] = [
  { algorithm: 'sha256', value: 'ab'.repeat(32) },
  { algorithm: 'md5', value: 'cd'.repeat(16) },
  { algorithm: 'crc32c', value: '0a1b2c3d' },
];

describe.each(DIALECTS)('the catalog on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
  });
  afterAll(() => drop());

  test('a dataset comes back as it was imported, with every list in order', async () => {
    const dataset = someDataset(1, {
      description: 'All of it\nand 😀',
      org: 'CZI',
      owner: 'somebody',
      license: 'CC-BY-4.0',
      doi: '10.1/x',
      sourceUrl: 'https://example.org/x?y=1',
      citation: 'Somebody (2024)',
      publishedAt: '2024-05-17',
      tags: ['z', 'namespace:test', 'a', 'single cell'],
      creators: [
        { type: 'Person', name: 'Zoë', url: null },
        { type: 'Organization', name: 'Zoë', url: 'https://example.org' },
      ],
      biology: { cell_type: ['T cell', 'B cell'], tissue: ['lung'] },
      properties: [
        { name: 'cell_count', value: 12 },
        { name: 'nested', value: { list: [1, null, 'x'] } },
      ],
      versionOf: ['v2', 'v1'],
      transformationOf: ['t'],
      locations: [
        { url: 's3://bucket/z/', format: null, size: null, checksum: null },
        { url: 'platform:a.h5ad', format: 'application/x-hdf5', size: 2 ** 40, checksum: null },
        ...CHECKSUMS.map((checksum) => ({ url: 's3://bucket/a', format: null, size: 1, checksum })),
      ],
    });
    expect(await importDatasets(catalog, [dataset])).toEqual({ added: 1, updated: 0 });
    expect(await findDataset(catalog, dataset.id)).toEqual(dataset);
  });

  test('importing replaces a dataset as a whole', async () => {
    const before = someDataset(2, { tags: ['x', 'y'], biology: { tissue: ['lung'] } });
    const after = someDataset(2, { name: 'Renamed', tags: ['y'] });
    await importDatasets(catalog, [before]);
    expect(await importDatasets(catalog, [after, someDataset(3)])).toEqual({
      added: 1,
      updated: 1,
    });
    expect(await findDataset(catalog, after.id)).toEqual(after);
  });

  test('any series of imports leaves the last form of each dataset', async () => {
    const series = fc.array(arbitraryDataset(fc.integer({ min: 100, max: 104 })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(series, async (datasets) => {
        await importDatasets(catalog, datasets);
        const last = new Map<string, CatalogDataset>(datasets.map((one) => [one.id, one]));
        for (const [id, dataset] of last)
          expect(await findDataset(catalog, id, ['staff', 'partner'])).toEqual(dataset);
      }),
      { numRuns: 25 },
    );
  });

  test('a dataset with scopes is found by those who have one of them', async () => {
    const secret = someDataset(5, { scopes: ['staff', 'partner'] });
    await importDatasets(catalog, [secret]);
    expect(await findDataset(catalog, secret.id)).toBeNull();
    expect(await findDataset(catalog, secret.id, ['public'])).toBeNull();
    expect(await findDataset(catalog, secret.id, ['partner'])).toEqual(secret);
  });

  test('text that a database cannot hold does not stop an import', async () => {
    const odd = someDataset(6, { name: 'nul \0 and half \ud800', tags: ['\udc00'] });
    await importDatasets(catalog, [odd]);
    const found = await findDataset(catalog, odd.id);
    expect(found?.name).toBe('nul \ufffd and half \ufffd');
    expect(found?.tags).toEqual(['\ufffd']);
  });

  test('a batch that fails leaves nothing of itself', async () => {
    const broken = { ...someDataset(8), version: null as unknown as string };
    await expect(importDatasets(catalog, [someDataset(7), broken])).rejects.toThrow();
    expect(await findDataset(catalog, someDataset(7).id)).toBeNull();
  });

  test('an aborted import stops before the next batch', async () => {
    await expect(importDatasets(catalog, [someDataset(9)], AbortSignal.abort())).rejects.toThrow(
      /abort/i,
    );
    expect(await findDataset(catalog, someDataset(9).id)).toBeNull();
  });
});
