/** A file of a dataset that this platform serves itself. */
export interface StoredFileTable {
  dataset_id: string;
  /** Where it is below the dataset, with `/` between the segments. */
  path: string;
  /** Where its bytes are on this machine. */
  disk_path: string;
  size: number;
  sha256: string;
  /** ISO 8601: when the bytes last changed. */
  modified: string;
}

export interface FilesTables {
  stored_file: StoredFileTable;
}
