import { BIOLOGY_FIELDS, type BiologyField } from '@vcp/schema/fields';
import type { Biology, DatasetProperty } from '../catalog/dataset.ts';

/** What the bytes of a file or a store say about themselves. */
export interface ContentSummary {
  readonly title: string | null;
  readonly citation: string | null;
  readonly biology: Biology;
  readonly properties: readonly DatasetProperty[];
  /** What could not be read though the file as a whole is sound. */
  readonly notes: readonly string[];
}

/** A summary that says nothing, with `parts` in place of its silence. */
export function summaryOf(parts: Partial<ContentSummary>): ContentSummary {
  return {
    title: null,
    citation: null,
    biology: biologyOf({}),
    properties: [],
    notes: [],
    ...parts,
  };
}

/** All biology fields, those not in `known` as empty lists. */
export function biologyOf(known: Partial<Record<BiologyField, readonly string[]>>): Biology {
  const entries = BIOLOGY_FIELDS.map((field) => [field, known[field] ?? []] as const);
  // fromEntries widens the keys; they are exactly the fields.
  return Object.fromEntries(entries) as Record<BiologyField, readonly string[]>;
}
