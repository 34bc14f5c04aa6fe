import type { SummaryField } from '@vcp/schema/fields';
import { sql } from 'kysely';
import type { CatalogHandle } from '../tables.ts';
import { FIELD_NUMBERS } from '../term-fields.ts';
import { joinedSeqs, parseSeqs } from './seq-list.ts';

/** A value of a field and which datasets have it. */
export interface FieldValue {
  readonly value: string;
  readonly datasets: Uint32Array;
}

/**
 * All values of a field with their datasets: four bytes for each. One round trip; takes some 100 ms
 * for a million pairs, so that it is worth keeping.
 */
export async function readFieldValues(
  { db, dialect }: CatalogHandle,
  field: SummaryField,
): Promise<FieldValue[]> {
  const { rows } = await sql<{ value: string; datasets: string | null }>`
    select term.value, counted.datasets
    from (
      select term, ${joinedSeqs(dialect, sql`dataset`)} as datasets
      from dataset_term where field = ${FIELD_NUMBERS[field]} group by term
    ) as counted join term on term.id = counted.term`.execute(db);
  return rows.map(({ value, datasets }) => ({ value, datasets: parseSeqs(dialect, datasets) }));
}
