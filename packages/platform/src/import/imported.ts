import type { CatalogDataset } from '../catalog/dataset.ts';
import type { StoredFile } from '../files/stored-files.ts';

/** A dataset that was found, and the files of it that the platform is to serve. */
export interface FoundDataset {
  readonly kind: 'dataset';
  /** The file, folder, URL or document that it was found in. */
  readonly source: string;
  readonly dataset: CatalogDataset;
  /** Read while they are taken, each once; a failure means that the dataset is not sound. */
  readonly files: AsyncIterable<StoredFile>;
}

/** Something that was not imported, or not wholly, and why. The import goes on. */
export interface ImportRemark {
  /** `refused`: it is not in the catalog. `note`: it is, or was none of our business. */
  readonly kind: 'refused' | 'note';
  /** The file, folder or URL; in a document with `line 3` or the path of the value (`$.name`). */
  readonly source: string;
  readonly reason: string;
}

/** What an import finds, one thing at a time. */
export type ImportEvent = FoundDataset | ImportRemark;

/** No files: all locations of the dataset are elsewhere. */
export async function* noFiles(): AsyncGenerator<StoredFile, void, undefined> {}

/** Files that are known already. */
export async function* theseFiles(
  files: Iterable<StoredFile>,
): AsyncGenerator<StoredFile, void, undefined> {
  yield* files;
}
