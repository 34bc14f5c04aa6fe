import {
  BIOLOGY_FIELDS,
  type BiologyField,
  type Location,
  normalizeLocation,
  type SearchItem,
} from '@vcp/schema';

/** A dataset as searches list it. This is the documented shape of `vcp data search --json`. */
export interface DatasetEntry {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly version: string | null;
  readonly namespace: string | null;
  readonly scopes: readonly string[];
  readonly tags: readonly string[];
  readonly license: string | null;
  readonly doi: string | null;
  readonly biology: Biology;
  readonly locations: readonly Location[];
  /** Bytes of all locations together, or null when the catalog does not know them all. */
  readonly size: number | null;
}

export type Biology = Readonly<Record<BiologyField, readonly string[]>>;

/** Brings an item of a search page into our form. */
export function datasetEntry(item: SearchItem): DatasetEntry {
  const locations = item.locations.map(normalizeLocation);
  return {
    id: item.internal_id,
    name: item.name,
    domain: item.domain,
    version: item.version,
    namespace: namespaceOf(item.tags) ?? textOrNull('namespace' in item ? item.namespace : null),
    scopes: item.scopes,
    tags: item.tags,
    license: item.license || null,
    doi: item.doi || null,
    biology: biologyOf((field) => item[field]),
    locations,
    size: totalSize(locations),
  };
}

/** The namespace that a tag such as `namespace:cellxgene` carries, or null. */
export function namespaceOf(tags: readonly string[]): string | null {
  const tag = tags.find((candidate) => candidate.startsWith('namespace:'));
  return tag?.split(':')[1] || null;
}

/** All biology fields, in the order in which they are shown. */
export function biologyOf(read: (field: BiologyField) => readonly string[]): Biology {
  const entries = BIOLOGY_FIELDS.map((field) => [field, read(field)] as const);
  return Object.fromEntries(entries) as Record<BiologyField, readonly string[]>;
}

/** The sum of all sizes, or null when one is unknown. */
export function totalSize(locations: readonly { readonly size: number | null }[]): number | null {
  let total = 0;
  for (const { size } of locations) {
    if (size === null) return null;
    total += size;
  }
  return total;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
