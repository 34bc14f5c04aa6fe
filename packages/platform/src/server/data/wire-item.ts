import type { Checksum } from '@vcp/schema';
import type { CatalogDataset } from '../../catalog/dataset.ts';
import { type FileUrls, locationUrl } from './wire-links.ts';

/** The checksum of a file in an answer, in lower-case hexadecimal: one of them, or none. */
interface WireChecksum {
  readonly sha256?: string;
  readonly md5?: string;
}

/** A location in an answer; a checksum lets clients verify without a second request. */
export interface WireFile extends WireChecksum {
  readonly url: string;
  readonly contentSize: number | null;
}

/** A dataset as one item of a search page. `scopes` is left out of public datasets. */
export function wireItem(dataset: CatalogDataset, urls: FileUrls) {
  return {
    internal_id: dataset.id,
    external_id: dataset.externalId,
    name: dataset.name,
    label: dataset.name,
    type: dataset.type,
    domain: dataset.domain,
    version: dataset.version,
    latest_version: dataset.latestVersion,
    license: dataset.license,
    doi: dataset.doi,
    tags: wireTags(dataset),
    ...(dataset.scopes.length > 0 ? { scopes: dataset.scopes } : {}),
    ...dataset.biology,
    locations: wireLocations(dataset, urls),
  };
}

/** Clients read the namespace from the first tag that begins with `namespace:`. */
export function wireTags(dataset: CatalogDataset): string[] {
  const namespace = `namespace:${dataset.namespace}`;
  return [namespace, ...dataset.tags.filter((tag) => tag !== namespace)];
}

/** The locations of a dataset with the URLs that work for this asker. */
export function wireLocations(dataset: CatalogDataset, urls: FileUrls): WireFile[] {
  return dataset.locations.map((location) => ({
    url: locationUrl(dataset.id, location, urls),
    contentSize: location.size,
    ...wireChecksum(location.checksum),
  }));
}

/** A checksum under the name of its algorithm; one that Croissant has no name for is left out. */
export function wireChecksum(checksum: Checksum | null): WireChecksum {
  switch (checksum?.algorithm) {
    case 'sha256':
      return { sha256: checksum.value };
    case 'md5':
      return { md5: checksum.value };
    default:
      return {};
  }
}
