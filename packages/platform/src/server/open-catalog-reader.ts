import { findDataset } from '../catalog/find-dataset.ts';
import { searchCatalog } from '../catalog/search-catalog.ts';
import { summarizeField } from '../catalog/summarize-field.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { findFile, listFiles } from '../files/stored-files.ts';
import { parseQuery } from '../query/parse.ts';
import type { Asker } from './asker.ts';
import type { CatalogReader } from './catalog-reader.ts';
import { allScopes, isVisible } from './visibility.ts';

const DATASET_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The catalog of a database, for the routes. `cursorKey` signs the cursors of searches. */
export function openCatalogReader(database: CatalogDatabase, cursorKey: Uint8Array): CatalogReader {
  const scopesOf = (asker: Asker) => (asker === 'member' ? allScopes(database) : []);
  return {
    findDataset: async (id, asker) =>
      DATASET_ID.test(id) ? findDataset(database, id, await scopesOf(asker)) : null,
  };
}
