import type { CatalogLocation } from '../../catalog/dataset.ts';
import { grantFiles } from '../../files/file-grant.ts';

/** Makes the URLs under which an asker reaches the files that this platform serves. */
export type FileUrls = (datasetId: string, path: string) => string;

/**
 * URLs below `origin`. For a dataset that is not public they carry the right to read it, since
 * files are fetched without a token.
 */
export function fileUrls(
  origin: string,
  isPublic: boolean,
  grantKey: Uint8Array,
  now: Date,
): FileUrls {
  return (datasetId, path) => {
    const grant = isPublic ? '' : `granted/${grantFiles(grantKey, datasetId, now)}/`;
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return `${origin}/files/${grant}${datasetId}/${encoded}`;
  };
}

/** The URL of a location for the outside; S3 folders lose their slash, which old clients trip on. */
export function locationUrl(datasetId: string, location: CatalogLocation, urls: FileUrls): string {
  if (location.url.startsWith('platform:'))
    return urls(datasetId, location.url.slice('platform:'.length));
  return location.url.startsWith('s3:') ? location.url.replace(/\/+$/, '') : location.url;
}
