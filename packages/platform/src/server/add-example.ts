import { importDatasets } from '../catalog/import-datasets.ts';
import { registerFiles } from '../files/stored-files.ts';
import { openMigratedCatalog, type PlatformPlace } from './data-folder.ts';

/**
 * Adds the bundled example catalog to a platform: its files first, so that no dataset is seen
 * without them. Again is harmless and quick. Returns how many datasets it has.
 */
export async function addExample(place: PlatformPlace): Promise<number> {
  const { loadExample } = await import('../example/load-example.ts'); // readers of HDF5 and all
  const catalog = await openMigratedCatalog(place);
  try {
    const { datasets, files } = await loadExample({ dataDir: place.dataDir });
    await registerFiles(catalog, files);
    await importDatasets(catalog, datasets);
    return datasets.length;
  } finally {
    await catalog.close();
  }
}
