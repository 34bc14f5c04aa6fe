import { type Platform, searchPages } from '@vcp/client';
import { type DatasetEntry, datasetEntry } from './dataset-entry.ts';

/** Which of the datasets that a query finds are wanted. */
export interface ListingRequest {
  readonly query: string;
  /** What was typed of it, for messages. */
  readonly typed: string;
  /** How many to leave out at the beginning. */
  readonly skip: number;
  /** How many to yield at most; null for all. */
  readonly count: number | null;
  /** How many to ask the platform for at once; chosen by `count` unless given. */
  readonly pageSize?: number;
}

/** A dataset, its number in the whole list (from 1), and how long the server says the list is. */
export interface ListedDataset {
  readonly entry: DatasetEntry;
  readonly number: number;
  readonly total: number | null;
}

/** How a listing ended. */
export interface ListingEnd {
  readonly total: number | null;
  /** Whether nothing came after the last dataset that was yielded. */
  readonly isComplete: boolean;
}

// The two sizes that every server knows.
const SMALL_PAGE = 10;
const LARGE_PAGE = 100;

/** Yields the datasets of a listing in catalog order, asking for pages only as they are needed. */
export async function* listDatasets(
  platform: Platform,
  request: ListingRequest,
  signal: AbortSignal,
): AsyncGenerator<ListedDataset, ListingEnd, undefined> {
  const { query, typed, skip, count } = request;
  const end = count === null ? Number.POSITIVE_INFINITY : skip + count;
  const pageSize = request.pageSize ?? (end <= SMALL_PAGE ? SMALL_PAGE : LARGE_PAGE);
  let number = 0;
  let total: number | null = null;
  for await (const page of searchPages(platform, { query, typed, pageSize }, signal)) {
    total ??= page.total;
    for (const item of page.data) {
      if (number === end) return { total, isComplete: false };
      number += 1;
      if (number > skip) yield { entry: datasetEntry(item), number, total };
    }
    if (number === end) return { total, isComplete: number === total || !page.cursor };
  }
  return { total, isComplete: true };
}
