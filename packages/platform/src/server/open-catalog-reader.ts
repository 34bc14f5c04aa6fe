import { sql } from 'kysely';
import { findDataset } from '../catalog/find-dataset.ts';
import { CatalogCache } from '../catalog/search/catalog-cache.ts';
import { searchCatalog } from '../catalog/search/search-catalog.ts';
import { summarizeField } from '../catalog/search/summarize-field.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { findFile, listFiles } from '../files/stored-files.ts';
import type { Asker } from './asker.ts';
import type { CatalogReader } from './catalog-reader.ts';
import { parseAskedQuery } from './parse-asked-query.ts';
import { allScopes, isVisible } from './visibility.ts';

const DATASET_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The catalog of a database, for the routes. `cursorKey` signs the cursors of searches. */
export function openCatalogReader(database: CatalogDatabase, cursorKey: Uint8Array): CatalogReader {
  const cache = new CatalogCache();
  const scopesOf = async (asker: Asker) => (asker === 'member' ? allScopes(database) : []);
  const canSee = async (id: string, asker: Asker) =>
    DATASET_ID.test(id) && (await isVisible(database, id, asker));
  return {
    findDataset: async (id, asker) =>
      DATASET_ID.test(id) ? findDataset(database, id, await scopesOf(asker)) : null,
    search: async ({ query, limit, cursor, asker }) =>
      searchCatalog(database, {
        query: parseAskedQuery(query),
        limit,
        cursor,
        cursorKey,
        visibleScopes: await scopesOf(asker),
        cache,
      }),
    summarize: async ({ field, query, size, asker }) =>
      summarizeField(database, {
        field,
        query: parseAskedQuery(query),
        size,
        visibleScopes: await scopesOf(asker),
        cache,
      }),
    findFile: async (datasetId, path, asker) => {
      if (!(await canSee(datasetId, asker))) return null;
      const file = await findFile(database, datasetId, path);
      return file && { ...file, modifiedMs: Date.parse(file.modified) };
    },
    listFiles: async ({ datasetId, folder, cursor }, asker) => {
      if (!(await canSee(datasetId, asker))) return null;
      const page = await listFiles(database, datasetId, folder, cursor);
      if (page.files.length === 0 && cursor === null) return null;
      const files = page.files.map(({ path, size, sha256 }) => ({
        path: path.slice(folder.length),
        size,
        sha256,
      }));
      return { files, next: page.cursor };
    },
    ping: async () => void (await sql`select 1`.execute(database.db)),
  };
}
