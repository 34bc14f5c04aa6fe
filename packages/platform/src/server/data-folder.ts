import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '@vcp/database';
import { FileSystemError } from '@vcp/schema/errors';
import { CATALOG_COMPONENT, catalogMigrations } from '../catalog/migrations.ts';
import { openCatalogDatabase } from '../catalog/open-catalog-database.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';

/** Where a platform keeps what it knows. */
export interface PlatformPlace {
  /** The folder of the embedded database, the access token and the files that we make. */
  readonly dataDir: string;
  /** `postgresql://…`; null means the embedded database in the data folder. */
  readonly databaseUrl: string | null;
}

/** The file of the embedded database. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'catalog.db');
}

/**
 * Opens the database of a platform, as it is; makes the data folder, for its owner only.
 *
 * @throws FileSystemError when the folder cannot be made or written to
 * @throws DatabaseError when the database cannot be opened
 */
export async function openCatalog({
  dataDir,
  databaseUrl,
}: PlatformPlace): Promise<CatalogDatabase> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // Also in a folder that others may read the catalog is for its owner only.
    if (databaseUrl === null) await (await open(databaseFile(dataDir), 'a', 0o600)).close();
  } catch (error) {
    throw new FileSystemError(`cannot write to the data folder ${dataDir}`, {
      hint: 'Choose another with --data-dir, or change its permissions.',
      cause: error,
    });
  }
  return openCatalogDatabase(databaseUrl ?? databaseFile(dataDir));
}

/** Brings the schema up to date and returns the names of what was applied. */
export function migrateCatalog(catalog: CatalogDatabase): Promise<string[]> {
  return migrate(catalog, CATALOG_COMPONENT, catalogMigrations);
}

/** Opens the database of a platform with its schema up to date; closes it again when that fails. */
export async function openMigratedCatalog(place: PlatformPlace): Promise<CatalogDatabase> {
  const catalog = await openCatalog(place);
  try {
    await migrateCatalog(catalog);
    return catalog;
  } catch (error) {
    await catalog.close();
    throw error;
  }
}
