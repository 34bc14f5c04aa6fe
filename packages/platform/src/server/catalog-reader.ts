import type { SummaryField } from '@vcp/schema';
import type { CatalogDataset } from '../catalog/dataset.ts';
import type { ServedFile } from '../files/open-file.ts';
import type { Asker } from './asker.ts';

/**
 * The catalog as the server's routes read it. Whoever asks gets to see only what they may: for
 * anybody but members a dataset with scopes does not exist, in no list, count, facet or file.
 */
export interface CatalogReader {
  /** Null when there is no such dataset for this asker. */
  findDataset(id: string, asker: Asker): Promise<CatalogDataset | null>;
  /** @throws InputError for a query or a cursor that cannot be read */
  search(request: SearchRequest): Promise<SearchedPage>;
  /** @throws InputError for a query that cannot be read */
  summarize(request: SummaryRequest): Promise<FieldSummary>;
  /** Null when no such file is registered for this asker. */
  findFile(datasetId: string, path: string, asker: Asker): Promise<ServedFile | null>;
  /** Null when nothing is registered in that folder for this asker. */
  listFiles(request: ListRequest, asker: Asker): Promise<FileListing | null>;
  /** @throws DatabaseError when the database does not answer */
  ping(): Promise<void>;
}

export interface SearchRequest {
  readonly query: string;
  readonly limit: number;
  readonly cursor: string | null;
  readonly asker: Asker;
}

export interface SearchedPage {
  readonly items: readonly CatalogDataset[];
  readonly total: number;
  /** Null on the last page. */
  readonly cursor: string | null;
}

export interface SummaryRequest {
  readonly field: SummaryField;
  readonly query: string;
  readonly size: number;
  readonly asker: Asker;
}

export interface FieldSummary {
  /** How many values there are, also those beyond the size that was asked for. */
  readonly totalBuckets: number;
  readonly facets: readonly { readonly value: string; readonly count: number }[];
}

export interface ListRequest {
  readonly datasetId: string;
  /** With its trailing slash; the empty text is the whole dataset. */
  readonly folder: string;
  readonly cursor: string | null;
}

export interface FileListing {
  /** Paths are relative to the folder. */
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly sha256: string | null;
  }[];
  readonly next: string | null;
}
