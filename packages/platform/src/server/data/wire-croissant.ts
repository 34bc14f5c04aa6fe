import { basename } from 'node:path/posix';
import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import type { CatalogDataset, CatalogLocation, Creator } from '../../catalog/dataset.ts';
import { wireChecksum, wireTags } from './wire-item.ts';
import { type FileUrls, locationUrl } from './wire-links.ts';

const CONTEXT = {
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
};

/** A dataset as Croissant JSON-LD, in the subset that the original client understands. */
export function wireCroissant(dataset: CatalogDataset, urls: FileUrls) {
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: dataset.name,
    description: dataset.description ?? '',
    url: dataset.sourceUrl,
    version: dataset.version,
    license: dataset.license,
    citeAs: citation(dataset),
    datePublished: dataset.publishedAt,
    creator: dataset.creators.length > 0 ? dataset.creators.map(wireCreator) : null,
    keywords: wireTags(dataset),
    variableMeasured: [
      ...BIOLOGY_FIELDS.filter((field) => dataset.biology[field].length > 0).map((field) =>
        property(field, dataset.biology[field]),
      ),
      ...dataset.properties.map(({ name, value }) => property(name, plainValue(value))),
    ],
    distribution: dataset.locations.map((location) => wireDistribution(dataset, location, urls)),
  };
}

function property(name: string, value: unknown) {
  return { '@type': 'PropertyValue', name, value };
}

function wireCreator(creator: Creator) {
  const isLink =
    creator.url !== null && /^https?:\/\//i.test(creator.url) && URL.canParse(creator.url);
  return { '@type': creator.type, name: creator.name, ...(isLink ? { url: creator.url } : {}) };
}

/** Clients look for the DOI in the citation. */
function citation({ citation: text, doi }: CatalogDataset): string | null {
  if (doi === null || text?.includes(doi)) return text;
  return text === null ? `https://doi.org/${doi}` : `${text} https://doi.org/${doi}`;
}

function wireDistribution(dataset: CatalogDataset, location: CatalogLocation, urls: FileUrls) {
  const url = locationUrl(dataset.id, location, urls);
  const path = location.url.replace(/^platform:/, '').replace(/\/+$/, '');
  return {
    '@type': location.url.endsWith('/') ? 'cr:FileSet' : 'cr:FileObject',
    '@id': path,
    name: basename(path),
    contentUrl: url,
    ...(location.size === null ? {} : { contentSize: location.size }),
    encodingFormat: location.format ?? 'application/octet-stream',
    ...wireChecksum(location.checksum),
  };
}

/** The original client refuses lists of mixed kinds: those become lists of text. */
function plainValue(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? null;
  const kinds = new Set(value.map((member: unknown) => typeof member));
  const [kind] = kinds;
  const isPlain =
    kinds.size === 1 && (kind === 'string' || kind === 'boolean' || kind === 'number');
  if (isPlain || value.length === 0) return value;
  return value.map((member: unknown) =>
    typeof member === 'string' ? member : JSON.stringify(member),
  );
}
