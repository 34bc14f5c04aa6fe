import { jsonRows } from '@vcp/database';
import { sql } from 'kysely';
import type { OwnedDataset } from './dataset-lists.ts';
import type { CatalogHandle } from './tables.ts';
import { FIELD_NUMBERS, type TermField } from './term-fields.ts';
import { type DatasetTerm, spacedWords, termsOf } from './terms.ts';

/** A term of a dataset that has a row in the dictionary. */
export interface KnownTerm extends DatasetTerm {
  readonly id: number;
}

/** Adds what the dictionary lacks and returns the terms of each dataset by `seq`. Two round trips. */
export async function addTerms(
  { db, dialect }: CatalogHandle,
  owned: readonly OwnedDataset[],
): Promise<ReadonlyMap<number, readonly KnownTerm[]>> {
  const wanted = owned.map(({ seq, dataset }) => ({ seq, terms: termsOf(dataset) }));
  const distinct = new Map<string, unknown[]>();
  for (const { terms } of wanted)
    for (const { field, value } of terms)
      if (!distinct.has(keyOf(field, value)))
        distinct.set(keyOf(field, value), [FIELD_NUMBERS[field], value, spacedWords(value)]);
  const columns = { field: 'integer', value: 'text', words: 'text' } as const;
  const incoming = jsonRows(dialect, columns, [...distinct.values()]);
  await sql`insert into term (field, value, words)
    select incoming.field, incoming.value, incoming.words from ${incoming} as incoming
    where not exists (select 1 from term where term.field = incoming.field and term.value = incoming.value)
    order by incoming.position`.execute(db);
  const { rows } = await sql<{ position: number; id: number }>`
    select incoming.position, term.id from ${incoming} as incoming
    join term on term.field = incoming.field and term.value = incoming.value
    order by incoming.position`.execute(db);
  const ids = new Map([...distinct.keys()].map((key, index) => [key, rows[index]?.id]));
  return new Map(
    wanted.map(({ seq, terms }) => [
      seq,
      terms.flatMap((term) => {
        const id = ids.get(keyOf(term.field, term.value));
        return id === undefined ? [] : [{ ...term, id }];
      }),
    ]),
  );
}

function keyOf(field: TermField, value: string): string {
  return `${field}\0${value}`;
}
