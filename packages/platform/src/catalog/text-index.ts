import { jsonRows } from '@vcp/database';
import { sql } from 'kysely';
import { wordsOf } from '../query/words.ts';
import type { CatalogDataset } from './dataset.ts';
import type { CatalogHandle } from './tables.ts';

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

/** How many words there are in the sequences that PostgreSQL's index holds. */
export const SEQUENCES = [2, 3] as const;

/**
 * The token of words that stand side by side. PostgreSQL's index knows which words a text has but
 * not where: with sequences it need not read all texts that have the words of a phrase.
 */
export function sequenceKey(words: readonly string[]): string {
  return `§${words.join(' ')}`;
}

/** Replaces what the index holds of these datasets. Two round trips on SQLite, one on PostgreSQL. */
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
    { dataset: 'integer', words: 'text' },
    texts.map((text) => [text.seq, tsvector(text)]),
  );
  await sql`insert into dataset_text (dataset, words)
    select dataset, words::tsvector from ${rows} as incoming
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

/** A tsvector in its text form; every word is made of letters and digits, so none needs escapes. */
function tsvector(text: IndexedText): string {
  const { name, labels, description } = segments(text.dataset);
  const places = new Map<string, string[]>();
  const sequences = new Set<string>();
  let place = 0;
  const add = (words: readonly string[], weight: 'A' | 'B' | 'D') => {
    for (const [index, word] of words.entries()) {
      place += 1;
      for (const length of SEQUENCES)
        if (index + length <= words.length)
          sequences.add(sequenceKey(words.slice(index, index + length)));
      const list = places.get(word) ?? [];
      list.push(`${place}${weight}`);
      places.set(word, list);
    }
    place += 1;
  };
  add(name, 'A');
  for (const words of labels) add(words, 'B');
  add(description, 'D');
  const lexemes = [...places].map(([word, list]) => `'${word}':${list.join(',')}`);
  const keys = [...sequences, ...keysOf(text)].map((key) => `'${key}'`);
  return [...lexemes, ...keys].join(' ');
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
