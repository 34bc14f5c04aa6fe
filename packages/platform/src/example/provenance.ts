import type { Biology, Creator } from '../catalog/dataset.ts';
import { biologyOf } from '../science/content-summary.ts';

export const CITATION =
  'Zheng, G. X. Y. et al. Massively parallel digital transcriptional profiling of single cells. ' +
  'Nature Communications 8, 14049 (2017). https://doi.org/10.1038/ncomms14049';
export const DOI = '10.1038/ncomms14049';
export const LICENSE = 'CC BY 4.0';
export const NAMESPACE = 'example';
export const DOMAIN = 'transcriptomics';
export const ORG = '10x Genomics';
export const SOURCE_URL =
  'https://www.10xgenomics.com/datasets/fresh-68-k-pbm-cs-donor-a-1-standard-1-1-0';
export const PUBLISHED = '2017-01-16';

/** Who measured the cells, and who made the reduced set. */
export const CREATORS: readonly Creator[] = [
  { type: 'Organization', name: '10x Genomics', url: 'https://www.10xgenomics.com' },
  { type: 'Organization', name: 'scverse', url: 'https://scverse.org' },
  { type: 'Person', name: 'Grace X. Y. Zheng', url: null },
];

/** What is the same for all cells. The donor is healthy; the file does not tell the age. */
export const SAMPLE = {
  assay: "10x 3' v1",
  assay_ontology_term_id: 'EFO:0009901',
  tissue: 'blood',
  tissue_ontology_term_id: 'UBERON:0000178',
  organism: 'Homo sapiens',
  organism_ontology_term_id: 'NCBITaxon:9606',
  disease: 'normal',
  disease_ontology_term_id: 'PATO:0000461',
  tissue_type: 'tissue',
  development_stage: 'unknown',
  development_stage_ontology_term_id: 'unknown',
} as const;

/** The biology of a part of the cells. */
export function biologyWith(cellTypes: readonly string[]): Biology {
  const constant = Object.entries(SAMPLE).map(([field, value]) => [field, [value]]);
  return biologyOf({ ...Object.fromEntries(constant), cell_type: cellTypes });
}
