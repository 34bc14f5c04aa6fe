/** The list-valued biology fields of a dataset, in the order in which they are shown. */
export const BIOLOGY_FIELDS = [
  'assay',
  'assay_ontology_term_id',
  'tissue',
  'tissue_ontology_term_id',
  'organism',
  'organism_ontology_term_id',
  'disease',
  'disease_ontology_term_id',
  'tissue_type',
  'cell_type',
  'development_stage',
  'development_stage_ontology_term_id',
] as const;

export type BiologyField = (typeof BIOLOGY_FIELDS)[number];

/** The fields that `summary` counts. */
export const SUMMARY_FIELDS = ['domain', 'namespace', ...BIOLOGY_FIELDS] as const;

export type SummaryField = (typeof SUMMARY_FIELDS)[number];

/** The fields that a query may name. */
export const QUERY_FIELDS = [
  ...SUMMARY_FIELDS,
  'name',
  'tags',
  'creator',
  'latest_version',
] as const;

/** What each searchable field means, for people. */
export const FIELD_DESCRIPTIONS: Readonly<
  Record<BiologyField | 'name' | 'tags' | 'creator', string>
> = {
  assay: 'How the cells were measured, for example "10x 3\' v3"',
  assay_ontology_term_id: 'The assay as an EFO term, for example EFO:0009922',
  tissue: 'The tissue, organ or culture that the sample came from',
  tissue_ontology_term_id: 'The tissue as a UBERON, CL, GO, WBbt, ZFA or FBbt term',
  organism: 'The species, for example "Homo sapiens"',
  organism_ontology_term_id: 'The species as an NCBITaxon term, for example NCBITaxon:9606',
  disease: 'The disease of the donor, or "normal"',
  disease_ontology_term_id: 'The disease as a MONDO term, or PATO:0000461 when healthy',
  tissue_type: 'One of cell culture, cell line, organelle, organoid, tissue',
  cell_type: 'The cell types that occur in the dataset',
  development_stage: 'The development stage of the donor or organism',
  development_stage_ontology_term_id:
    'The development stage as a term of the organism\'s ontology, "na" for cell lines, or "unknown"',
  name: 'The title of the dataset',
  tags: 'Free labels, for example "namespace:cellxgene"',
  creator: 'Who made the dataset',
};
