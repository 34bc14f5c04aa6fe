import type { ColumnType } from '@vcp/database';
import type { CatalogDataset } from './dataset.ts';

/** The columns of a dataset's own row, in the order in which `datasetRow` gives the values. */
export const DATASET_COLUMNS = {
  id: 'text',
  external_id: 'text',
  name: 'text',
  description: 'text',
  type: 'text',
  domain: 'text',
  namespace: 'text',
  org: 'text',
  owner: 'text',
  version: 'text',
  latest_version: 'integer',
  license: 'text',
  doi: 'text',
  source_url: 'text',
  citation: 'text',
  published_at: 'text',
  properties: 'text',
} as const satisfies Record<string, ColumnType>;

/** The values of a dataset's own row. */
export function datasetRow(dataset: CatalogDataset): unknown[] {
  return [
    dataset.id,
    dataset.externalId,
    dataset.name,
    dataset.description,
    dataset.type,
    dataset.domain,
    dataset.namespace,
    dataset.org,
    dataset.owner,
    dataset.version,
    dataset.latestVersion ? 1 : 0,
    dataset.license,
    dataset.doi,
    dataset.sourceUrl,
    dataset.citation,
    dataset.publishedAt,
    JSON.stringify(dataset.properties),
  ];
}

/** When it was published in milliseconds since 1970; a date without a zone is taken as UTC. */
export function publishedTime({ publishedAt }: CatalogDataset): number | null {
  if (publishedAt === null) return null;
  const zoned = /^\d{4}(-\d\d){0,2}$|(Z|[+-]\d\d:?\d\d)$/i.test(publishedAt);
  const time = Date.parse(zoned ? publishedAt : `${publishedAt}Z`);
  return Number.isNaN(time) ? null : time;
}

/** The property `cell_count` where it is a number. */
export function cellCount({ properties }: CatalogDataset): number | null {
  const value = properties.find(({ name }) => name === 'cell_count')?.value;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
