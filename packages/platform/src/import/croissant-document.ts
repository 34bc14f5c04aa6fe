import type { CatalogDataset } from '../catalog/dataset.ts';
import { biologyOf } from '../science/content-summary.ts';
import {
  addressOf,
  creatorsIn,
  dateIn,
  doiIn,
  keywordsIn,
  namesOf,
  variablesIn,
} from './croissant-fields.ts';
import { type DocumentFiles, filesIn } from './croissant-files.ts';
import { datasetId } from './dataset-id.ts';
import { hasType } from './json-ld.ts';
import { isRecord, type JsonValue } from './json-value.ts';

/** What an import says of datasets whose source does not say it. */
export interface ImportDefaults {
  readonly namespace: string;
  readonly domain: string;
}

/** A dataset as a document describes it; its files on this disk are still to be looked at. */
export interface DescribedDataset {
  readonly dataset: CatalogDataset;
  readonly files: DocumentFiles;
}

/**
 * Reads a Croissant (or other schema.org) dataset in plain form. It needs a name; everything else
 * may be missing. Throws an `InputError` that names the place in the document.
 */
export function readCroissant(node: JsonValue, defaults: ImportDefaults): DescribedDataset {
  if (!isRecord(node.value)) throw node.refused('is no object');
  if (!hasType(node.value, 'Dataset')) throw node.at('@type').refused('is not Dataset');
  const name = node.at('name').items()[0]?.text(2_000) ?? null;
  if (name === null) throw node.at('name').refused('is missing');
  const keywords = keywordsIn(node.at('keywords'));
  const namespace = namespaceIn(keywords) ?? defaults.namespace;
  const externalId = identityOf(node) ?? name;
  const creators = creatorsIn(node.at(node.at('creator').isAbsent ? 'author' : 'creator'));
  const org = namesOf(node.at('publisher'))[0] ?? creators.find(isOrganization)?.name ?? null;
  const cited = [node.at('citeAs'), node.at('citation')];
  const { biology, properties } = variablesIn(node.at('variableMeasured'));
  const files = filesIn(node.at('distribution'));
  const dataset: CatalogDataset = {
    id: datasetId(namespace, externalId),
    externalId,
    name,
    description: node.at('description').items()[0]?.text() ?? null,
    type: 'dataset',
    domain: defaults.domain,
    namespace,
    org,
    owner: org,
    version: node.at('version').items()[0]?.scalar() ?? '1.0',
    latestVersion: true,
    license: namesOf(node.at('license')).join(', ') || null,
    doi: doiIn(node.at('identifier'), ...cited, node.at('sameAs'), node.at('url'), node.at('@id')),
    sourceUrl: addressOf(node.at('url')),
    citation: cited.flatMap(namesOf)[0] ?? null,
    publishedAt: dateIn(node.at('datePublished')),
    tags: keywords.filter((keyword) => !keyword.startsWith('namespace:')),
    scopes: [],
    creators,
    biology: biologyOf(biology),
    properties,
    versionOf: [],
    transformationOf: [],
    locations: files.remote,
  };
  return { dataset, files };
}

/** The namespace in the first tag `namespace:…`, null when there is none. */
export function namespaceIn(tags: readonly string[]): string | null {
  const tag = tags.find((text) => text.startsWith('namespace:'));
  return tag?.split(':')[1]?.trim() || null;
}

/** What the document calls the dataset: the same in all editions of the document. */
function identityOf(node: JsonValue): string | null {
  const id = node.at('@id').text(2_000);
  if (id !== null && /^[a-z][a-z0-9+.-]*:/i.test(id)) return id;
  const identifier = node.at('identifier').items()[0];
  const held = identifier?.isRecord ? identifier.at('value') : identifier;
  return held?.scalar() ?? addressOf(node.at('url')) ?? null;
}

function isOrganization({ type }: { readonly type: string }): boolean {
  return type === 'Organization';
}
