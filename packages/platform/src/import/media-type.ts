const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.h5ad': 'application/x-hdf5',
  '.h5': 'application/x-hdf5',
  '.zarr': 'application/vnd+zarr',
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.npy': 'application/x-npy',
  '.json': 'application/json',
  '.gz': 'application/gzip',
  '.zip': 'application/zip',
  '.parquet': 'application/vnd.apache.parquet',
};

/** The media type that the ending of a name stands for, null for an ending that we do not know. */
export function mediaTypeOf(name: string): string | null {
  const ending = /\.[^./]+$/.exec(name.toLowerCase().replace(/\/$/, ''))?.[0];
  return (ending && MEDIA_TYPES[ending]) ?? null;
}
