import type { CatalogHandle } from '../catalog/tables.ts';
import { FIELD_NUMBERS } from '../catalog/term-fields.ts';
import type { Asker } from './asker.ts';

/** Every scope that some dataset has. Members are in all of them. One round trip. */
export async function allScopes({ db }: CatalogHandle): Promise<string[]> {
  const rows = await db
    .selectFrom('term')
    .select('value')
    .where('field', '=', FIELD_NUMBERS.scope)
    .execute();
  return rows.map(({ value }) => value);
}

/** Whether this asker may know that the dataset exists. One round trip. */
export async function isVisible(
  { db }: CatalogHandle,
  datasetId: string,
  asker: Asker,
): Promise<boolean> {
  let query = db.selectFrom('dataset').select('seq').where('id', '=', datasetId);
  if (asker === 'anonymous')
    query = query.where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('dataset_term')
            .select('term')
            .whereRef('dataset_term.dataset', '=', 'dataset.seq')
            .where('field', '=', FIELD_NUMBERS.scope),
        ),
      ),
    );
  return (await query.executeTakeFirst()) !== undefined;
}
