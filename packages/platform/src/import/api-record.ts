import { type Checksum, checksumOf, normalizeLocation, WireLocation } from '@vcp/schema';
import type { CatalogDataset, CatalogLocation } from '../catalog/dataset.ts';
import { biologyOf } from '../science/content-summary.ts';
import {
  type DescribedDataset,
  type ImportDefaults,
  namespaceIn,
  readCroissant,
} from './croissant-document.ts';
import { filesIn } from './croissant-files.ts';
import { datasetId, isUuid } from './dataset-id.ts';
import { plainJsonLd } from './json-ld.ts';
import { JsonValue } from './json-value.ts';
import { mediaTypeOf } from './media-type.ts';
import { remoteLocation } from './remote-location.ts';

/** Whether a document is a record of the data API, as `describe --raw` prints it. */
export function isApiRecord(document: JsonValue): boolean {
  return document.isRecord && !document.at('internal_id').isAbsent;
}

/**
 * Reads a record of the data API; credentials in it are left behind. It keeps its id when that is
 * a UUID. Throws an `InputError` that names the place in the record.
 */
export function readApiRecord(record: JsonValue, defaults: ImportDefaults): DescribedDataset {
  const internalId = record.at('internal_id').text(500);
  if (internalId === null) throw record.at('internal_id').refused('is empty');
  const tags = record.at('tags').texts();
  const namespace = namespaceIn(tags) ?? defaults.namespace;
  const label = record.at('label').text(2_000) ?? record.at('name').text(2_000);
  const { dataset: described, files } = describe(record, label, defaults);
  const own = filesIn(record.at('distribution'));
  const located = recordLocations(record.at('locations'));
  const remote = merged([...files.remote, ...own.remote, ...located.remote]);
  const org = record.at('org').text(500);
  const dataset: CatalogDataset = {
    ...described,
    id: isUuid(internalId.toLowerCase())
      ? internalId.toLowerCase()
      : datasetId(namespace, internalId),
    externalId: record.at('external_id').text(2_000) ?? internalId,
    name: label ?? described.name,
    type: record.at('type').text(100) ?? 'dataset',
    domain: record.at('domain').text(200) ?? defaults.domain,
    namespace,
    org: org ?? described.org,
    owner: record.at('owner').text(500) ?? org ?? described.owner,
    version: record.at('version').scalar() ?? described.version,
    latestVersion: record.at('latest_version').value !== false,
    license: described.license ?? record.at('license').text(),
    doi: record.at('doi').text(500) ?? described.doi,
    tags: tags.filter((tag) => !tag.startsWith('namespace:')),
    scopes: record.at('scopes').texts(),
    versionOf: record.at('version_of').texts(),
    transformationOf: record.at('transformation_of').texts(),
    locations: remote,
  };
  // Files beside a record mean nothing: it came from a server.
  const notes = [...files.notes, ...own.notes, ...located.notes];
  return { dataset, files: { remote, local: [], notes } };
}

/** The Croissant part; a record without one still has a name. */
function describe(
  record: JsonValue,
  label: string | null,
  defaults: ImportDefaults,
): DescribedDataset {
  const md = record.at('md');
  const plain = plainJsonLd(md.isAbsent ? {} : md.value);
  const node = Object.assign(Object.create(null), { name: label }, plain, { '@type': 'Dataset' });
  const described = readCroissant(new JsonValue(node, md.path), defaults);
  return md.isAbsent
    ? { ...described, dataset: { ...described.dataset, biology: biologyOf({}) } }
    : described;
}

function recordLocations(locations: JsonValue) {
  const remote: CatalogLocation[] = [];
  const notes: string[] = [];
  for (const item of locations.items()) {
    const parsed = WireLocation.safeParse(item.value);
    if (!parsed.success) throw item.refused('is no location');
    const { url, size, checksum } = normalizeLocation(parsed.data);
    const location = remoteLocation(url);
    if ('problem' in location) notes.push(`${item.path} ${location.problem}`);
    else remote.push({ url: location.url, format: mediaTypeOf(location.url), size, checksum });
  }
  return { remote, notes };
}

/** One location a URL, with what any of its mentions knows. */
function merged(locations: readonly CatalogLocation[]): readonly CatalogLocation[] {
  const byUrl = new Map<string, CatalogLocation>();
  for (const location of locations) {
    const known = byUrl.get(location.url);
    byUrl.set(location.url, {
      url: location.url,
      format: known?.format ?? location.format,
      size: known?.size ?? location.size,
      checksum: strongest([location.checksum, known?.checksum ?? null]),
    });
  }
  return [...byUrl.values()];
}

/** The strongest of them; of two that are equally strong, the last. */
function strongest(checksums: readonly (Checksum | null)[]): Checksum | null {
  const known = checksums.filter((checksum) => checksum !== null);
  return checksumOf(Object.fromEntries(known.map(({ algorithm, value }) => [algorithm, value])));
}
