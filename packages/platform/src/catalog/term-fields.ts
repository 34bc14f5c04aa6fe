import type { LabelField } from '../query/fields.ts';

/** A field whose values are terms: those that a query may name, and the scopes. */
export type TermField = LabelField | 'scope';

/**
 * The number that stands for a field in the rows of terms, which are most of the database. The
 * numbers are in databases: never change one, never use one again.
 */
export const FIELD_NUMBERS: Readonly<Record<TermField, number>> = {
  assay: 1,
  assay_ontology_term_id: 2,
  tissue: 3,
  tissue_ontology_term_id: 4,
  organism: 5,
  organism_ontology_term_id: 6,
  disease: 7,
  disease_ontology_term_id: 8,
  tissue_type: 9,
  cell_type: 10,
  development_stage: 11,
  development_stage_ontology_term_id: 12,
  domain: 13,
  namespace: 14,
  tags: 15,
  creator: 16,
  type: 17,
  org: 18,
  owner: 19,
  version: 20,
  license: 21,
  doi: 22,
  scope: 23,
};
