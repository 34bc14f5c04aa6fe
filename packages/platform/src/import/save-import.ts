import { existsSync } from 'node:fs';
import { InputError } from '@vcp/schema';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { importDatasets } from '../catalog/import-datasets.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { forgetOtherFiles } from '../files/forget-files.ts';
import { findFile, registerFiles, type StoredFile } from '../files/stored-files.ts';
import { isAboutTheFile } from './file-problem.ts';
import type { FoundDataset, ImportEvent, ImportRemark } from './imported.ts';

/** What became of an import. */
export interface ImportSummary {
  readonly added: number;
  readonly updated: number;
  readonly refused: number;
}

const BATCH = 500;

/**
 * Writes what an import finds into the catalog and the table of served files: datasets in batches,
 * the files of each before it. Files of a dataset that are no longer among its own are forgotten.
 * A dataset is refused whose files cannot be read, that was found before in this import, or whose id
 * belongs to files that lie elsewhere: two folders with equal names in them must not replace each
 * other. Every refusal and note goes to `onRemark`; an import that ends early keeps what it wrote,
 * and importing again is harmless.
 */
export async function saveImport(
  database: CatalogDatabase,
  events: AsyncIterable<ImportEvent>,
  onRemark: (remark: ImportRemark) => void,
  signal?: AbortSignal,
): Promise<ImportSummary> {
  let refused = 0;
  const remark = (event: ImportRemark) => {
    if (event.kind === 'refused') refused++;
    onRemark(event);
  };
  const datasets = savedDatasets(database, events, remark);
  const count = await importDatasets(database, datasets, signal);
  return { ...count, refused };
}

async function* savedDatasets(
  database: CatalogDatabase,
  events: AsyncIterable<ImportEvent>,
  onRemark: (remark: ImportRemark) => void,
): AsyncGenerator<CatalogDataset, void, undefined> {
  const seen = new Map<string, string>();
  for await (const event of events) {
    if (event.kind !== 'dataset') {
      onRemark(event);
      continue;
    }
    const { source, dataset } = event;
    const first = seen.get(dataset.id);
    try {
      if (first !== undefined) {
        throw new InputError(`the same dataset as ${first}; give each version an id of its own`);
      }
      await saveFiles(database, event);
    } catch (error) {
      if (!isAboutTheFile(error)) throw error;
      onRemark({ kind: 'refused', source, reason: error.message });
      continue;
    }
    seen.set(dataset.id, source);
    yield dataset;
  }
}

async function saveFiles(database: CatalogDatabase, { dataset, files }: FoundDataset) {
  const paths = new Set<string>();
  let batch: StoredFile[] = [];
  for await (const file of files) {
    if (paths.size === 0) await refuseForeign(database, file);
    paths.add(file.path);
    batch.push(file);
    if (batch.length < BATCH) continue;
    await registerFiles(database, batch);
    batch = [];
  }
  await registerFiles(database, batch);
  await forgetOtherFiles(database, dataset.id, paths);
}

/** A folder that was moved may be imported anew; one beside another of the same shape may not. */
async function refuseForeign(database: CatalogDatabase, file: StoredFile): Promise<void> {
  const known = await findFile(database, file.datasetId, file.path);
  if (known === null || known.diskPath === file.diskPath || !existsSync(known.diskPath)) return;
  throw new InputError(
    `the catalog has this dataset from another place (${known.diskPath}); ` +
      'give these files a namespace of their own with --namespace NAME',
  );
}
