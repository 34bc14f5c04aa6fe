import { stat } from 'node:fs/promises';
import { migrationStatus } from '@vcp/database';
import { CATALOG_COMPONENT, catalogMigrations } from '../catalog/migrations.ts';
import type { CatalogHandle } from '../catalog/tables.ts';
import { FIELD_NUMBERS } from '../catalog/term-fields.ts';
import { accessTokenFile } from './access-token.ts';
import { databaseFile, openCatalog, type PlatformPlace } from './data-folder.ts';

/** What there is of a platform. */
export interface PlatformStatus {
  readonly database: 'sqlite' | 'postgres';
  /** `none`: nothing was ever set up; `outdated`: `migrate` has work; `refused`: see `problem`. */
  readonly schema: 'none' | 'current' | 'outdated' | 'refused';
  readonly pending: readonly string[];
  /** Why this version cannot use the database, or null. */
  readonly problem: string | null;
  /** Null where the schema cannot be read. */
  readonly contents: CatalogContents | null;
  readonly hasAccessToken: boolean;
}

/** How much a catalog holds. */
export interface CatalogContents {
  readonly datasets: number;
  /** Those that everybody may see. */
  readonly publicDatasets: number;
  /** Files that the platform serves itself. */
  readonly files: number;
  readonly bytes: number;
}

/** Looks at a platform and changes nothing; a platform that is not there is a status too. */
export async function readPlatformStatus(place: PlatformPlace): Promise<PlatformStatus> {
  const hasAccessToken = await exists(accessTokenFile(place.dataDir));
  const dialect = place.databaseUrl === null ? 'sqlite' : 'postgres';
  const nothing = { pending: [], problem: null, contents: null, hasAccessToken };
  if (dialect === 'sqlite' && !(await exists(databaseFile(place.dataDir))))
    return { ...nothing, database: dialect, schema: 'none' };
  const catalog = await openCatalog(place);
  try {
    const status = await migrationStatus(catalog, CATALOG_COMPONENT, catalogMigrations);
    const { applied, pending, problem } = status;
    const found = { ...nothing, database: catalog.dialect, pending };
    if (problem !== null) return { ...found, schema: 'refused', problem: problem.message };
    if (applied.length === 0) return { ...found, pending: [], schema: 'none' };
    if (pending.length > 0) return { ...found, schema: 'outdated' };
    return { ...found, schema: 'current', contents: await readContents(catalog) };
  } finally {
    await catalog.close();
  }
}

/** Counts what a catalog holds. Two round trips. */
export async function readContents({ db }: CatalogHandle): Promise<CatalogContents> {
  const datasets = await db
    .selectFrom('dataset')
    .select(({ fn, selectFrom }) => [
      fn.countAll<number>().as('all'),
      selectFrom('dataset_term')
        .select(({ fn }) => fn.count<number>('dataset').distinct().as('closed'))
        .where('field', '=', FIELD_NUMBERS.scope)
        .as('closed'),
    ])
    .executeTakeFirstOrThrow();
  const files = await db
    .selectFrom('stored_file')
    .select(({ fn }) => [fn.countAll<number>().as('files'), fn.sum<number>('size').as('bytes')])
    .executeTakeFirstOrThrow();
  return {
    datasets: datasets.all,
    publicDatasets: datasets.all - Number(datasets.closed),
    files: files.files,
    bytes: Number(files.bytes ?? 0),
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
