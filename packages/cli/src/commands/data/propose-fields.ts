import { QUERY_FIELDS, SUMMARY_FIELDS } from '@vcp/schema/fields';

/** Completes the name of a field that `summary` counts. */
export function proposeSummaryFields(partial: string): readonly string[] {
  return SUMMARY_FIELDS.filter((field) => field.startsWith(partial));
}

/** Completes the name of a field at the beginning of a query: `tis` becomes `tissue:`. */
export function proposeQueryFields(partial: string): readonly string[] {
  return QUERY_FIELDS.map((field) => `${field}:`).filter((start) => start.startsWith(partial));
}
