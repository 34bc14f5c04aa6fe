import { jsonRows } from '@vcp/database';
import { sql } from 'kysely';
import { wordsOf } from '../query/words.ts';
import type { CatalogDataset } from './dataset.ts';
import type { CatalogHandle } from './tables.ts';
import { type Passage, placedWords, placelessTokens } from './tsvector.ts';

/** What the text index holds of one dataset. */
export interface IndexedText {
  readonly seq: number;
  readonly dataset: CatalogDataset;
  /** Ids of all its terms. */
  readonly terms: readonly number[];
}

/** Words of a description beyond this are not searched. */
const LONGEST_DESCRIPTION = 3_000;
/** Words of labels (all values of all list fields) beyond this are not searched. */
const LONGEST_LABELS = 10_000;

/** Tokens that no text contains: `§` is neither letter nor digit. */
export const KEY = {
  superseded: '§old',
  restricted: '§restricted',
  term: (id: number) => `§${id}`,
} as const;

/** Replaces what the index holds of these datasets. Two round trips. */
export async function replaceTexts(
  transaction: CatalogHandle,
  texts: readonly IndexedText[],
): Promise<void> {
  const { db, dialect } = transaction;
  if (dialect === 'sqlite') {
    const seqs = JSON.stringify(texts.map(({ seq }) => seq));
    await sql`delete from dataset_text where rowid in (select value from json_each(${seqs}))`.execute(
      db,
    );
    const columns = {
      seq: 'integer',
      name: 'text',
      labels: 'text',
      description: 'text',
      keys: 'text',
    } as const;
    const rows = jsonRows(
      dialect,
      columns,
      texts.map((text) => [text.seq, ...fts5Columns(text)]),
    );
    await sql`insert into dataset_text (rowid, name, labels, description, keys)
      select seq, name, labels, description, keys from ${rows} as incoming`.execute(db);
    return;
  }
  const rows = jsonRows(
    dialect,
    { dataset: 'integer', words: 'text', ranking: 'text' },
    texts.map((text) => [text.seq, ...tsvectors(text)]),
  );
  await sql`insert into dataset_text (dataset, words)
    select dataset, words::tsvector from ${rows} as incoming
    on conflict (dataset) do update set words = excluded.words`.execute(db);
  await sql`insert into dataset_ranking (dataset, words)
    select dataset, ranking::tsvector from ${rows} as incoming
    on conflict (dataset) do update set words = excluded.words`.execute(db);
}

/** Everything of a dataset that free text is looked for in, besides name and description. */
export function labelsOf(dataset: CatalogDataset): string[] {
  const { biology, creators, tags, namespace, domain, type, org, owner, doi } = dataset;
  const single = [namespace, domain, type, org, owner, doi].filter((value) => value !== null);
  return [
    ...single,
    ...Object.values(biology).flat(),
    ...tags,
    ...creators.map(({ name }) => name),
  ];
}

/** Not a word: keeps a phrase from reaching from one value of a list into the next. */
const GAP = '¦';

function fts5Columns(text: IndexedText): string[] {
  const { name, labels, description } = segments(text.dataset);
  return [
    name.join(' '),
    labels.map((words) => words.join(' ')).join(` ${GAP} `),
    description.join(' '),
    keysOf(text).join(' '),
  ];
}

function tsvectors(text: IndexedText): [words: string, ranking: string] {
  const { name, labels, description } = segments(text.dataset);
  const ranked: Passage[] = [
    { words: name, weight: 'A' },
    ...labels.map((words) => ({ words, weight: 'B' as const })),
  ];
  const all: Passage[] = [...ranked, { words: description, weight: 'D' }];
  const words = `${placedWords(all)} ${placelessTokens(all, keysOf(text))}`;
  return [words, placedWords(ranked)];
}

function keysOf({ dataset, terms }: IndexedText): string[] {
  const keys = terms.map(KEY.term);
  if (!dataset.latestVersion) keys.push(KEY.superseded);
  if (dataset.scopes.length > 0) keys.push(KEY.restricted);
  return keys;
}

function segments(dataset: CatalogDataset): {
  name: string[];
  labels: string[][];
  description: string[];
} {
  let room = LONGEST_LABELS;
  const labels: string[][] = [];
  for (const label of labelsOf(dataset)) {
    const words = wordsOf(label);
    room -= words.length + 1;
    if (room < 0) break;
    labels.push(words);
  }
  return {
    name: wordsOf(dataset.name).slice(0, LONGEST_DESCRIPTION),
    labels,
    description: wordsOf(dataset.description ?? '').slice(0, LONGEST_DESCRIPTION),
  };
}
