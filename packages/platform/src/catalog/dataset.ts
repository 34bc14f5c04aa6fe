import type { Checksum } from '@vcp/schema';
import type { BiologyField } from '@vcp/schema/fields';

/** Where bytes of a dataset lie, as the catalog keeps it. */
export interface CatalogLocation {
  /**
   * An absolute `s3://` or `https://` URL, or `platform:<path>`: a file, or with a trailing slash a
   * folder, that this platform serves itself under `/files/<dataset id>/<path>`.
   */
  readonly url: string;
  /** The media type. */
  readonly format: string | null;
  readonly size: number | null;
  /** The strongest that is known. */
  readonly checksum: Checksum | null;
}

/** Who made a dataset. */
export interface Creator {
  readonly type: 'Organization' | 'Person';
  readonly name: string;
  readonly url: string | null;
}

/** A described property of a dataset that has no field of its own; the value is any JSON. */
export interface DatasetProperty {
  readonly name: string;
  readonly value: unknown;
}

/** The biology fields of a dataset; every field is there, an unknown one as an empty list. */
export type Biology = Readonly<Record<BiologyField, readonly string[]>>;

/** An entry of the catalog. Lists keep their order; a repeated value is kept once. */
export interface CatalogDataset {
  /** A UUID in lower case. */
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly domain: string;
  readonly namespace: string;
  readonly org: string | null;
  readonly owner: string | null;
  readonly version: string;
  readonly latestVersion: boolean;
  readonly license: string | null;
  readonly doi: string | null;
  readonly sourceUrl: string | null;
  readonly citation: string | null;
  /** ISO 8601: a date (`2024-05-17`) or a date and time. */
  readonly publishedAt: string | null;
  /** Free labels; `namespace:<namespace>` need not be among them, a search finds it either way. */
  readonly tags: readonly string[];
  /** Who may see it; empty means everybody. */
  readonly scopes: readonly string[];
  readonly creators: readonly Creator[];
  readonly biology: Biology;
  readonly properties: readonly DatasetProperty[];
  /** Ids of the datasets that this one is a version of. */
  readonly versionOf: readonly string[];
  /** Ids of the datasets that this one was made from. */
  readonly transformationOf: readonly string[];
  readonly locations: readonly CatalogLocation[];
}
