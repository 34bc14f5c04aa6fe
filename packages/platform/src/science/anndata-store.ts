import type { BiologyField } from '@vcp/schema/fields';
import { cleanText } from './clean-text.ts';
import { biologyOf, type ContentSummary, summaryOf } from './content-summary.ts';
import type { DistinctValues } from './distinct-values.ts';
import { matchColumns } from './obs-columns.ts';

/** What a summary needs of an annotated matrix (AnnData), whatever container holds it. */
export interface AnnDataStore {
  /** The number of cells and genes, null where the container does not say. */
  readonly shape: { readonly cells: number | null; readonly genes: number | null };
  /** The names of the columns of `obs`. */
  readonly columns: readonly string[];
  /** The keys of `uns`, as far as the container can list them. */
  readonly unsKeys: readonly string[];
  readonly embeddings: readonly string[];
  readonly layers: readonly string[];
  /**
   * The different values that cells have in a column of `obs`, a bounded part in memory at a time;
   * null when it is no column of text. Throws when its bytes are damaged or packed in a way that
   * cannot be read.
   */
  distinct(column: string): Promise<DistinctValues | null>;
  /** The texts under a key of `uns`; null when there are none. */
  texts(key: string): Promise<readonly string[] | null>;
}

const MAX_LISTED = 100;
const MAX_TITLE = 500;

/**
 * Reads what an AnnData says about its biology: from `obs`, else from `uns` (where the newer
 * CELLxGENE schema keeps what is the same for all cells). A column that cannot be read becomes a
 * note; it does not spoil the rest.
 */
export async function summarizeAnnData(store: AnnDataStore): Promise<ContentSummary> {
  const notes: string[] = [];
  const biology: Partial<Record<BiologyField, readonly string[]>> = {};
  for (const [field, column] of matchColumns(store.columns)) {
    try {
      const values = await store.distinct(column);
      if (values?.overflowed) notes.push(`obs/${column} has too many different values to list`);
      if (values !== null && values.values.length > 0) biology[field] = values.values;
    } catch (error) {
      notes.push(`obs/${column} could not be read: ${reason(error)}`);
    }
  }
  for (const [field, key] of matchColumns(store.unsKeys)) {
    const texts = biology[field] === undefined ? await textsOf(store, key, notes) : null;
    if (texts !== null) biology[field] = texts.slice(0, 1_000);
  }
  const keys = new Set(store.unsKeys);
  const one = async (key: string) =>
    keys.has(key) ? ((await textsOf(store, key, notes))?.[0] ?? null) : null;
  const title = await one('title');
  const schemaVersion = await one('schema_version');
  const { cells, genes } = store.shape;
  return summaryOf({
    title: title && cleanText(title, MAX_TITLE),
    citation: await one('citation'),
    biology: biologyOf(biology),
    properties: [
      { name: 'cell_count', value: cells },
      { name: 'gene_count', value: genes },
      { name: 'embeddings', value: named(store.embeddings) },
      { name: 'layers', value: named(store.layers) },
      { name: 'obs_columns', value: named(store.columns) },
      { name: 'schema_version', value: schemaVersion },
    ].filter(({ value }) => value !== null),
    notes,
  });
}

async function textsOf(
  store: AnnDataStore,
  key: string,
  notes: string[],
): Promise<readonly string[] | null> {
  try {
    const texts = (await store.texts(key))?.map((text) => cleanText(text)).filter((t) => t !== '');
    return texts === undefined || texts.length === 0 ? null : [...new Set(texts)];
  } catch (error) {
    notes.push(`uns/${key} could not be read: ${reason(error)}`);
    return null;
  }
}

function named(names: readonly string[]): readonly string[] | null {
  return names.length === 0 ? null : names.slice(0, MAX_LISTED).map((name) => cleanText(name, 500));
}

function reason(error: unknown): string {
  return cleanText(error instanceof Error ? error.message : String(error), 300);
}
