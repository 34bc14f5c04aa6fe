import type { ContentSummary } from './content-summary.ts';

/** The kinds of content that can tell what is in them. */
export type ContentKind = 'h5ad' | 'zarr' | 'table' | 'npy';

/** Reads what a file or store says about itself, in this thread. Throws an `InputError`. */
export async function readContent(kind: ContentKind, path: string): Promise<ContentSummary> {
  switch (kind) {
    case 'h5ad':
      return (await import('./h5ad-summary.ts')).readH5adSummary(path);
    case 'zarr':
      return (await import('./zarr-summary.ts')).readZarrSummary(path);
    case 'table':
      return (await import('./table-summary.ts')).readTableSummary(path);
    case 'npy':
      return (await import('./npy-summary.ts')).readNpySummary(path);
  }
}
