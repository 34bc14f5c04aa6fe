import { type DatabaseOptions, openDatabase } from '@vcp/database';
import type { CatalogDatabase, CatalogTables } from './tables.ts';

/*
 * The text index answers in milliseconds; reading all texts instead takes a second, because they lie
 * outside the table. The planner of PostgreSQL does not count that and often chooses it.
 */
const PLANNER = { enable_seqscan: 'off', random_page_cost: '1.1', work_mem: '16MB' } as const;

/** Opens the database of a platform (see `openDatabase`), set up for the searches of a catalog. */
export function openCatalogDatabase(url: string, options: DatabaseOptions = {}): CatalogDatabase {
  return openDatabase<CatalogTables>(url, { ...options, settings: PLANNER });
}
