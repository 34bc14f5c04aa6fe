import type { CatalogDataset, CatalogLocation } from '../catalog/dataset.ts';
import type { ContentSummary } from '../science/content-summary.ts';
import type { ImportDefaults } from './croissant-document.ts';
import { doiIn } from './croissant-fields.ts';
import { datasetId } from './dataset-id.ts';
import { JsonValue } from './json-value.ts';

/**
 * A dataset that nobody described: all that is known is where it lies and what its content says.
 * `externalId` is its place, which also makes its id.
 */
export function undescribedDataset(
  externalId: string,
  summary: ContentSummary,
  location: CatalogLocation,
  { namespace, domain }: ImportDefaults,
): CatalogDataset {
  return {
    id: datasetId(namespace, externalId),
    externalId,
    name: summary.title ?? fileName(location.url),
    description: null,
    type: 'dataset',
    domain,
    namespace,
    org: null,
    owner: null,
    version: '1.0',
    latestVersion: true,
    license: null,
    doi: summary.citation === null ? null : doiIn(new JsonValue(summary.citation)),
    sourceUrl: null,
    citation: summary.citation,
    publishedAt: null,
    tags: [],
    scopes: [],
    creators: [],
    biology: summary.biology,
    properties: summary.properties,
    versionOf: [],
    transformationOf: [],
    locations: [location],
  };
}

/** The last segment of an address. */
function fileName(url: string): string {
  const path = url.replace(/^platform:/, '').replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}
