import type { CatalogDataset } from './dataset.ts';
import { readDatasets } from './read-datasets.ts';
import type { CatalogHandle } from './tables.ts';

/**
 * The dataset with this id, or null when there is none, or none that may be seen: its scopes are
 * not empty and none of them is in `visibleScopes`. Three round trips at most.
 */
export async function findDataset(
  database: CatalogHandle,
  id: string,
  visibleScopes: readonly string[] = [],
): Promise<CatalogDataset | null> {
  const row = await database.db
    .selectFrom('dataset')
    .select('seq')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const [dataset] = await readDatasets(database, [row.seq]);
  if (!dataset) return null;
  const { scopes } = dataset;
  return scopes.length === 0 || scopes.some((scope) => visibleScopes.includes(scope))
    ? dataset
    : null;
}
