import {
  type BiologyField,
  type DatasetRecord,
  type Location,
  normalizeLocation,
} from '@vcp/schema';
import { type Biology, biologyOf, namespaceOf, totalSize } from './dataset-entry.ts';
import { doiIn } from './doi.ts';
import { textOf, textsOf } from './loose-text.ts';

/** A file or folder of a dataset. */
export interface DatasetFile extends Location {
  readonly format: string | null;
}

/** All about one dataset. This is the documented shape of `vcp data describe --json`. */
export interface DatasetDocument {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string | null;
  readonly domain: string | null;
  readonly version: string | null;
  readonly namespace: string | null;
  readonly owner: string | null;
  readonly license: string | null;
  readonly doi: string | null;
  readonly citation: string | null;
  readonly sourceUrl: string | null;
  readonly tags: readonly string[];
  readonly scopes: readonly string[];
  readonly biology: Biology;
  /** Other measured properties, for instance `well_id`. */
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly DatasetFile[];
  /** Bytes of all files together, or null when the catalog does not know them all. */
  readonly size: number | null;
}

const SHOWN_PROPERTIES = ['well_id', 'experiment_name'] as const;

/** Brings a record, with its Croissant part or without, into our form. */
export function datasetDocument(record: DatasetRecord): DatasetDocument {
  const { md } = record;
  const measured = (name: string): readonly string[] =>
    textsOf(
      md?.variableMeasured.filter((property) => property.name === name).map(({ value }) => value) ??
        [],
    );
  const files = datasetFiles(record);
  return {
    id: record.internal_id,
    name: record.label ?? md?.name ?? record.internal_id,
    description: md?.description || null,
    type: record.type,
    domain: record.domain,
    version: md?.version ?? record.version,
    namespace: namespaceOf(record.tags),
    owner: organizations(md?.creator) ?? (record.org || record.owner || null),
    license: textOf(md?.license),
    doi: doiIn(md?.citeAs ?? null),
    citation: md?.citeAs ?? null,
    sourceUrl: md?.url ?? null,
    tags: record.tags,
    scopes: record.scopes,
    biology: biologyOf((field: BiologyField) => measured(field)),
    properties: Object.fromEntries(
      SHOWN_PROPERTIES.map((name) => [name, measured(name)] as const).filter(
        ([, values]) => values.length > 0,
      ),
    ),
    files,
    size: totalSize(files),
  };
}

/**
 * Every file that a record lists, once: those of its distribution (which know checksums and
 * formats), then locations that the distribution does not name, neither by URL nor by file name.
 */
export function datasetFiles(record: DatasetRecord): readonly DatasetFile[] {
  const listed = record.md?.distribution.length ? record.md.distribution : record.distribution;
  const locations = record.locations.map(normalizeLocation);
  const byUrl = new Map(locations.map((location) => [location.url, location]));
  const files = new Map<string, DatasetFile>();
  for (const entry of listed) {
    if (!entry.contentUrl) continue;
    const file = normalizeLocation({ ...entry, url: entry.contentUrl });
    const merged = mergeLocations(file, byUrl.get(file.url));
    files.set(file.url, { ...merged, format: entry.encodingFormat || null });
  }
  const names = new Set([...files.keys()].map(lastSegment));
  for (const location of locations)
    if (!files.has(location.url) && !names.has(lastSegment(location.url)))
      files.set(location.url, { ...location, format: null });
  return [...files.values()];
}

/** What two places of a record know about one file: an exact size and a sha256 win. */
function mergeLocations(file: Location, other: Location | undefined): Location {
  if (other === undefined) return file;
  const isBetterSized = file.size === null || (file.sizeIsRounded && other.size !== null);
  const isStronger = file.checksum === null || other.checksum?.algorithm === 'sha256';
  const sized = isBetterSized ? other : file;
  const checksum = isStronger ? (other.checksum ?? file.checksum) : file.checksum;
  return { ...sized, url: file.url, checksum };
}

function lastSegment(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? url;
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}

function organizations(creator: unknown): string | null {
  const creators = Array.isArray(creator) ? creator : [creator];
  const named = creators.filter(
    (each) => typeof each === 'object' && each !== null && each['@type'] === 'Organization',
  );
  return textOf(named);
}
