import type { DatabaseHandle, OpenDatabase } from '@vcp/database';
import type { Generated } from 'kysely';
import type { FilesTables } from '../files/tables.ts';

/** An entry of the catalog. Its lists are rows of other tables that name its `seq`. */
export interface DatasetTable {
  /** Counts up as datasets are added: the larger, the newer. Never shown outside. */
  seq: Generated<number>;
  id: string;
  external_id: string;
  name: string;
  description: string | null;
  type: string;
  domain: string;
  namespace: string;
  org: string | null;
  owner: string | null;
  version: string;
  /** 0 or 1. */
  latest_version: number;
  license: string | null;
  doi: string | null;
  source_url: string | null;
  citation: string | null;
  published_at: string | null;
  /** JSON of name and value pairs. */
  properties: string;
}

/** What ranges of a query look at, without the long texts of a dataset beside it. */
export interface DatasetMeasureTable {
  dataset: number;
  /** `published_at` as milliseconds since 1970. */
  published_time: number | null;
  /** The property of that name where it is a number. */
  cell_count: number | null;
}

/** A value that some field of some dataset has: each is kept once. */
export interface TermTable {
  id: Generated<number>;
  /** See `FIELD_NUMBERS`. */
  field: number;
  value: string;
  /** The words of `value` with a blank before, between and after, for patterns. */
  words: string;
}

/** A dataset has a term. */
export interface DatasetTermTable {
  /** That of the term. */
  field: number;
  term: number;
  dataset: number;
  /** The place in the dataset's list; -1 for a term that is searched but not listed. */
  position: number;
}

export interface DatasetCreatorTable {
  dataset: number;
  position: number;
  type: 'Organization' | 'Person';
  name: string;
  url: string | null;
}

/** A dataset is a version of, or was made from, another one (which may be unknown here). */
export interface DatasetLinkTable {
  dataset: number;
  kind: 'version_of' | 'transformation_of';
  position: number;
  target: string;
}

export interface DatasetLocationTable {
  dataset: number;
  position: number;
  url: string;
  format: string | null;
  size: number | null;
  /** `<algorithm>:<hexadecimal>`. */
  checksum: string | null;
}

/** One row: counts up with every change of the catalog, so that what was computed can be kept. */
export interface CatalogVersionTable {
  version: number;
}

export interface CatalogTables extends FilesTables {
  dataset: DatasetTable;
  dataset_measure: DatasetMeasureTable;
  term: TermTable;
  dataset_term: DatasetTermTable;
  dataset_creator: DatasetCreatorTable;
  dataset_link: DatasetLinkTable;
  dataset_location: DatasetLocationTable;
  catalog_version: CatalogVersionTable;
}

/** The database of a platform, open. */
export type CatalogDatabase = OpenDatabase<CatalogTables>;

/** The same, or a transaction on it. */
export type CatalogHandle = DatabaseHandle<CatalogTables>;
