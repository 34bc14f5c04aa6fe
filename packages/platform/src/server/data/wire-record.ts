import type { CatalogDataset } from '../../catalog/dataset.ts';
import { wireCroissant } from './wire-croissant.ts';
import { wireLocations, wireTags } from './wire-item.ts';
import type { FileUrls } from './wire-links.ts';
import type { WireCredentials } from './wire-schemas.ts';

/** The full record of a dataset. Lists are never null, and neither is `md`. */
export function wireRecord(
  dataset: CatalogDataset,
  urls: FileUrls,
  credentials: WireCredentials | null,
) {
  return {
    internal_id: dataset.id,
    external_id: dataset.externalId,
    label: dataset.name,
    type: dataset.type,
    domain: dataset.domain,
    org: dataset.org,
    owner: dataset.owner ?? '',
    version: dataset.version,
    latest_version: dataset.latestVersion,
    doi: dataset.doi,
    tags: wireTags(dataset),
    scopes: [...dataset.scopes],
    version_of: [...dataset.versionOf],
    transformation_of: [...dataset.transformationOf],
    locations: wireLocations(dataset, urls),
    credentials,
    md: wireCroissant(dataset, urls),
  };
}
