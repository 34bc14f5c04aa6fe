import { BIOLOGY_FIELDS, type BiologyField } from '@vcp/schema/fields';

/**
 * The columns of `obs` (or keys of `uns`, or columns of a table) that say something about biology,
 * best first. The name of the field itself, as the CELLxGENE schema has it, comes before all of
 * them. Names are compared without regard to case, and `-`, `.` and space count as `_`.
 */
export const COLUMN_ALIASES: Readonly<Partial<Record<BiologyField, readonly string[]>>> = {
  assay: ['assay_label', 'sequencing_platform', 'library_preparation_protocol', 'technology'],
  tissue: ['tissue_label', 'tissue_general', 'organ'],
  organism: ['organism_label', 'species'],
  disease: ['disease_label', 'disease_state', 'disease_status', 'diagnosis'],
  cell_type: [
    'celltype',
    'cell_types',
    'celltypes',
    'cell_type_label',
    'cell_ontology_class',
    'author_cell_type',
    'annotated_cell_type',
    'predicted_cell_type',
    'celltype_annotation',
    'cell_annotation',
    'bulk_labels',
  ],
  development_stage: ['development_stage_label', 'developmental_stage', 'dev_stage', 'life_stage'],
};

/** For each biology field the column that tells it, among those that there are. */
export function matchColumns(columns: readonly string[]): ReadonlyMap<BiologyField, string> {
  const byKey = new Map<string, string>();
  for (const column of columns) {
    const key = columnKey(column);
    if (!byKey.has(key)) byKey.set(key, column);
  }
  const matches = new Map<BiologyField, string>();
  for (const field of BIOLOGY_FIELDS) {
    const names = [field, ...(COLUMN_ALIASES[field] ?? [])];
    const column = names.map((name) => byKey.get(name)).find((name) => name !== undefined);
    if (column !== undefined) matches.set(field, column);
  }
  return matches;
}

function columnKey(column: string): string {
  return column.trim().toLowerCase().replace(/[-. ]/g, '_');
}
