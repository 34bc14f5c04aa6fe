import { inTransaction, jsonRows, liftTimeLimit, withoutTimeLimit } from '@vcp/database';
import { sql } from 'kysely';
import type { CatalogDataset } from './dataset.ts';
import { type OwnedDataset, replaceLists } from './dataset-lists.ts';
import { DATASET_COLUMNS, datasetRow } from './dataset-row.ts';
import { addTerms } from './dataset-terms.ts';
import type { CatalogDatabase, CatalogHandle } from './tables.ts';
import { replaceTexts } from './text-index.ts';

/** How many datasets an import brought that were not there, and how many it replaced. */
export interface ImportCount {
  readonly added: number;
  readonly updated: number;
}

const BATCH = 500;
/** After so many changes the statistics that searches are planned by are worth renewing. */
const TIDY_AFTER = 1_000;

/**
 * Adds datasets, replacing as a whole those whose id is there. Each batch of 500 is one
 * transaction, so that readers never see half a dataset, and an import that fails or is aborted
 * keeps the batches before; importing again is harmless. Of two datasets with one id in a batch
 * the later counts. At most 22 round trips a batch.
 */
export async function importDatasets(
  database: CatalogDatabase,
  datasets: AsyncIterable<CatalogDataset> | Iterable<CatalogDataset>,
  signal?: AbortSignal,
): Promise<ImportCount> {
  let added = 0;
  let updated = 0;
  for await (const batch of batches(datasets)) {
    signal?.throwIfAborted();
    const known = await inTransaction(database, (transaction) => importBatch(transaction, batch));
    updated += known;
    added += batch.length - known;
  }
  if (added + updated > 0) await tidy(database, added + updated);
  return { added, updated };
}

async function* batches(
  datasets: AsyncIterable<CatalogDataset> | Iterable<CatalogDataset>,
): AsyncGenerator<CatalogDataset[]> {
  let batch = new Map<string, CatalogDataset>();
  for await (const dataset of datasets) {
    batch.set(dataset.id, dataset);
    if (batch.size === BATCH) {
      yield [...batch.values()];
      batch = new Map();
    }
  }
  if (batch.size > 0) yield [...batch.values()];
}

/** Returns how many of the datasets were there before. */
async function importBatch(
  transaction: CatalogHandle,
  batch: readonly CatalogDataset[],
): Promise<number> {
  await liftTimeLimit(transaction);
  // First, so that imports side by side take turns instead of locking rows crosswise.
  await sql`update catalog_version set version = version + 1`.execute(transaction.db);
  const known = await countKnown(transaction, batch);
  const owned = await upsertRows(transaction, batch);
  const terms = await addTerms(transaction, owned);
  await replaceLists(transaction, owned, terms);
  await replaceTexts(
    transaction,
    owned.map(({ seq, dataset }) => ({
      seq,
      dataset,
      terms: (terms.get(seq) ?? []).map(({ id }) => id),
    })),
  );
  return known;
}

async function countKnown(
  { db, dialect }: CatalogHandle,
  batch: readonly CatalogDataset[],
): Promise<number> {
  const ids = jsonRows(
    dialect,
    { id: 'text' },
    batch.map(({ id }) => [id]),
  );
  const { rows } = await sql<{ known: number }>`
    select count(*) as known from ${ids} as incoming join dataset on dataset.id = incoming.id
    `.execute(db);
  return rows[0]?.known ?? 0;
}

async function upsertRows(
  { db, dialect }: CatalogHandle,
  batch: readonly CatalogDataset[],
): Promise<OwnedDataset[]> {
  const names = Object.keys(DATASET_COLUMNS);
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const updates = sql.join(
    names.slice(1).map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`),
  );
  const { rows } = await sql<{ id: string; seq: number }>`
    insert into dataset (${columns})
    select ${columns} from ${jsonRows(dialect, DATASET_COLUMNS, batch.map(datasetRow))} as incoming
    where true order by position
    on conflict (id) do update set ${updates}
    returning id, seq`.execute(db);
  const seqs = new Map(rows.map(({ id, seq }) => [id, seq]));
  return batch.flatMap((dataset) => {
    const seq = seqs.get(dataset.id);
    return seq === undefined ? [] : [{ seq, dataset }];
  });
}

/** Sorts in what the text index only collected, and renews statistics where it is worth it. */
async function tidy(database: CatalogDatabase, changes: number): Promise<void> {
  const large = changes >= TIDY_AFTER;
  await withoutTimeLimit(database, async (db) => {
    if (database.dialect === 'sqlite') {
      if (!large) return;
      await sql`insert into dataset_text (dataset_text) values ('optimize')`.execute(db);
      await sql`analyze`.execute(db);
    } else if (large) {
      await sql`vacuum (analyze) dataset, dataset_measure, term, dataset_term, dataset_text, dataset_ranking`.execute(
        db,
      );
    } else {
      await sql`select gin_clean_pending_list('dataset_text_words')`.execute(db);
    }
  });
}
