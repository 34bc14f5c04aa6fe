import type { CatalogHandle } from '../catalog/tables.ts';
import type { S3Location } from './session-policy.ts';

/**
 * Whether a folder in S3 is a dataset's own: no other dataset has a location in it, is it, or has a
 * folder around it. One round trip, which looks at every location of the catalog.
 */
export async function isExclusiveFolder(
  { db }: CatalogHandle,
  { bucket, key }: S3Location,
  datasetId: string,
): Promise<boolean> {
  const url = `s3://${bucket}/${key}`;
  const segments = url.split('/');
  const around = segments.map((_, count) => segments.slice(0, count + 1).join('/')).slice(2);
  const other = await db
    .selectFrom('dataset_location')
    .innerJoin('dataset', 'dataset.seq', 'dataset_location.dataset')
    .select('dataset.seq')
    .where('dataset.id', '!=', datasetId)
    .where(({ or, and, eb }) =>
      or([
        eb('url', 'in', [...around, ...around.map((folder) => `${folder}/`)]),
        // The character after "/" ends what begins with the folder.
        and([eb('url', '>=', `${url}/`), eb('url', '<', `${url}0`)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}
