import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '@vcp/database';
import {
  CATALOG_COMPONENT,
  type CatalogDatabase,
  catalogMigrations,
  importDatasets,
  openCatalogDatabase,
} from '@vcp/platform/catalog';
import { startPostgres, temporaryFolder } from '@vcp/testing';
import { askQuestions } from './ask-questions.ts';
import { generateCatalog } from './generate-catalog.ts';
import { timed } from './measure.ts';
import { describeReport, type Report } from './report.ts';

/*
 * Search and facets in a generated catalog on SQLite and PostgreSQL: the table goes to stderr, JSON
 * to stdout. `--keep FILE` loads the SQLite catalog once and uses it again, `--url` a PostgreSQL
 * database that is there (and loaded, if it holds a catalog).
 */
const { values } = parseArgs({
  options: {
    datasets: { type: 'string', default: '100000' },
    queries: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '3' },
    database: { type: 'string', default: 'both' },
    keep: { type: 'string' },
    url: { type: 'string' },
  },
});
const datasets = Number(values.datasets);
const reports: Report[] = [];
if (values.database !== 'postgres') reports.push(await onSqlite());
if (values.database !== 'sqlite') reports.push(await onPostgres());
process.stderr.write(`${reports.flatMap(describeReport).join('\n')}\n`);
process.stdout.write(`${JSON.stringify({ datasets, reports }, null, 2)}\n`);

async function onSqlite(): Promise<Report> {
  await using folder = await temporaryFolder('bench');
  const path = values.keep ?? join(folder.path, 'catalog.db');
  const report = await measure('SQLite', path);
  return { ...report, bytes: (await stat(path)).size };
}

async function onPostgres(): Promise<Report> {
  if (values.url !== undefined) return measure('PostgreSQL', values.url);
  const server = await startPostgres();
  try {
    return await measure('PostgreSQL', server.url);
  } finally {
    await server.stop();
  }
}

async function measure(database: string, url: string): Promise<Report> {
  const catalog = openCatalogDatabase(url);
  try {
    const importSeconds = await load(catalog);
    const answers = await askQuestions(catalog, Number(values.queries), Number(values.rounds));
    return { database, datasets, importSeconds, bytes: null, ...answers };
  } finally {
    await catalog.close();
  }
}

/** Null when the catalog was there. */
async function load(catalog: CatalogDatabase): Promise<number | null> {
  await migrate(catalog, CATALOG_COMPONENT, catalogMigrations);
  const first = await catalog.db.selectFrom('dataset').select('seq').limit(1).execute();
  if (first.length > 0) return null;
  const { time } = await timed(() => importDatasets(catalog, generateCatalog(datasets)));
  return Math.round(time / 1_000);
}
