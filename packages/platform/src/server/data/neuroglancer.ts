import { basename } from 'node:path/posix';
import type { CatalogDataset, CatalogLocation } from '../../catalog/dataset.ts';
import { type FileUrls, locationUrl } from './wire-links.ts';

/** Where the viewer of image data is served. */
export const DEFAULT_VIEWER_URL = 'https://neuroglancer-demo.appspot.com/';

/** A zarr store of a dataset: its last name and the URL under which the asker reaches it. */
export interface ZarrStore {
  readonly name: string;
  readonly url: string;
}

/** The zarr stores of a dataset, in the order of its locations. */
export function zarrStores(dataset: CatalogDataset, urls: FileUrls): ZarrStore[] {
  return dataset.locations.filter(isZarr).map((location) => ({
    name: basename(location.url.replace(/^platform:/, '')),
    url: locationUrl(dataset.id, location, urls).replace(/\/+$/, ''),
  }));
}

/** A link that opens the stores in Neuroglancer, one layer each. */
export function neuroglancerUrl(viewerUrl: string, stores: readonly ZarrStore[]): string {
  const layers = stores.map(({ name, url }) => ({ type: 'auto', source: `zarr://${url}`, name }));
  const state = { layers, selectedLayer: { layer: layers[0]?.name, visible: true } };
  return `${viewerUrl}#!${encodeURIComponent(JSON.stringify(state))}`;
}

function isZarr(location: CatalogLocation): boolean {
  return /\.zarr\/*$/i.test(location.url) || /\bzarr\b/i.test(location.format ?? '');
}
