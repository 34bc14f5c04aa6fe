import type { Layout } from '../options.ts';

/**
 * The URL of a file: the location itself, or for a file of a folder the path below it. An s3 key is
 * appended as it is; in an http(s) URL it is percent-encoded, and the query string stays.
 */
export function fileUrl(location: string, path: string): string {
  if (path === '') return location;
  if (location.toLowerCase().startsWith('s3://'))
    return `${location.endsWith('/') ? location : `${location}/`}${path}`;
  const url = new URL(location);
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  url.pathname = folder + path.split('/').map(encodeURIComponent).join('/');
  return url.href;
}

/** Where a file goes below the outdir: `[<dataset id>/]<name>[/<path in the folder>]`. */
export function relativeTarget(
  layout: Layout,
  datasetId: string,
  name: string | null,
  path: string,
): string | null {
  if (name === null) return null;
  return [layout === 'dataset' ? datasetId : '', name, path]
    .filter((part) => part !== '')
    .join('/');
}
