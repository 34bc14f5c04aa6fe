import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate, openDatabase } from '@vcp/database';
import { createTestDatabase, startPostgres, temporaryFolder } from '@vcp/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importDatasets } from '../catalog/import-datasets.ts';
import { CATALOG_COMPONENT, catalogMigrations } from '../catalog/migrations.ts';
import type { CatalogTables } from '../catalog/tables.ts';
import { someDataset } from '../catalog/test-catalog.ts';
import { registerFiles } from '../files/stored-files.ts';
import { loadAccessToken } from './access-token.ts';
import { databaseFile, openMigratedCatalog } from './data-folder.ts';
import { readPlatformStatus } from './platform-status.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder('status');
});
afterEach(() => folder.remove());

const NOTHING = {
  schema: 'none',
  pending: [],
  problem: null,
  contents: null,
  hasAccessToken: false,
};

describe('readPlatformStatus', () => {
  test('of nothing says so and makes nothing', async () => {
    const place = { dataDir: join(folder.path, 'platform'), databaseUrl: null };
    expect(await readPlatformStatus(place)).toEqual({ ...NOTHING, database: 'sqlite' });
    expect(await readdir(folder.path)).toEqual([]);
  });

  test.each(['sqlite', 'postgres'] as const)(
    'counts what a platform on %s holds',
    async (database) => {
      const server = database === 'postgres' ? await startPostgres() : null;
      const own = server === null ? null : await createTestDatabase(server.url);
      const place = { dataDir: folder.path, databaseUrl: own?.url ?? null };
      if (own) expect(await readPlatformStatus(place)).toEqual({ ...NOTHING, database });
      const catalog = await openMigratedCatalog(place);
      const empty = { datasets: 0, publicDatasets: 0, files: 0, bytes: 0 };
      expect(await readPlatformStatus(place)).toMatchObject({ schema: 'current', contents: empty });
      await importDatasets(catalog, [
        someDataset(1),
        someDataset(2, { scopes: ['staff', 'partner'] }),
        someDataset(3),
      ]);
      await registerFiles(
        catalog,
        [5_000_000_000, 7].map((size, number) => ({
          datasetId: someDataset(1).id,
          path: `${number}`,
          diskPath: '/nowhere',
          size,
          sha256: '0'.repeat(64),
          modified: '2026-01-01T00:00:00.000Z',
        })),
      );
      await loadAccessToken(folder.path);
      expect(await readPlatformStatus(place)).toEqual({
        database,
        schema: 'current',
        pending: [],
        problem: null,
        contents: { datasets: 3, publicDatasets: 2, files: 2, bytes: 5_000_000_007 },
        hasAccessToken: true,
      });
      await catalog.close();
      await own?.drop();
      await server?.stop();
    },
  );

  test('of a database that a newer version made says why it cannot be used', async () => {
    const place = { dataDir: folder.path, databaseUrl: null };
    const newer = { name: '9999-later', statements: () => ['create table later (x integer)'] };
    const database = openDatabase<CatalogTables>(databaseFile(folder.path));
    await migrate(database, CATALOG_COMPONENT, [...catalogMigrations, newer]);
    await database.close();
    expect(await readPlatformStatus(place)).toMatchObject({
      schema: 'refused',
      problem: expect.stringContaining('9999-later'),
      contents: null,
    });
  });

  test('of a database that an older version made says what is to do', async () => {
    const place = { dataDir: folder.path, databaseUrl: null };
    const database = openDatabase<CatalogTables>(databaseFile(folder.path));
    await migrate(database, CATALOG_COMPONENT, catalogMigrations.slice(0, 1));
    await database.close();
    expect(await readPlatformStatus(place)).toMatchObject({
      schema: 'outdated',
      pending: catalogMigrations.slice(1).map(({ name }) => name),
    });
  });
});
