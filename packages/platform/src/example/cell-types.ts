/** A group of `bulk_labels` as a term of the Cell Ontology, and the lineage that it belongs to. */
export interface CellType {
  readonly label: string;
  readonly name: string;
  readonly term: string;
}

/** The labels of the sorted populations that the cells were matched with. */
export const CELL_TYPES: readonly CellType[] = [
  {
    label: 'CD4+/CD25 T Reg',
    name: 'CD4-positive, CD25-positive, alpha-beta regulatory T cell',
    term: 'CL:0000792',
  },
  {
    label: 'CD4+/CD45RA+/CD25- Naive T',
    name: 'naive thymus-derived CD4-positive, alpha-beta T cell',
    term: 'CL:0000895',
  },
  {
    label: 'CD4+/CD45RO+ Memory',
    name: 'CD4-positive, alpha-beta memory T cell',
    term: 'CL:0000897',
  },
  {
    label: 'CD8+ Cytotoxic T',
    name: 'CD8-positive, alpha-beta cytotoxic T cell',
    term: 'CL:0000794',
  },
  {
    label: 'CD8+/CD45RA+ Naive Cytotoxic',
    name: 'naive thymus-derived CD8-positive, alpha-beta T cell',
    term: 'CL:0000900',
  },
  { label: 'CD14+ Monocyte', name: 'CD14-positive monocyte', term: 'CL:0001054' },
  { label: 'CD19+ B', name: 'B cell', term: 'CL:0000236' },
  { label: 'CD34+', name: 'hematopoietic precursor cell', term: 'CL:0008001' },
  { label: 'CD56+ NK', name: 'natural killer cell', term: 'CL:0000623' },
  { label: 'Dendritic', name: 'dendritic cell', term: 'CL:0000451' },
];

/** A subset of the cells that is a dataset of its own. */
export interface Lineage {
  /** Part of the file name. */
  readonly slug: string;
  readonly title: string;
  readonly labels: readonly string[];
}

const CD4 = ['CD4+/CD25 T Reg', 'CD4+/CD45RA+/CD25- Naive T', 'CD4+/CD45RO+ Memory'];
const CD8 = ['CD8+ Cytotoxic T', 'CD8+/CD45RA+ Naive Cytotoxic'];

/** The subsets of the example catalog, by the labels of their cells. */
export const LINEAGES: readonly Lineage[] = [
  { slug: 't_cells', title: 'T cells', labels: [...CD4, ...CD8] },
  { slug: 'cd4_t_cells', title: 'CD4-positive T cells', labels: CD4 },
  { slug: 'cd8_t_cells', title: 'CD8-positive T cells', labels: CD8 },
  { slug: 'b_cells', title: 'B cells', labels: ['CD19+ B'] },
  { slug: 'nk_cells', title: 'Natural killer cells', labels: ['CD56+ NK'] },
  { slug: 'monocytes', title: 'CD14-positive monocytes', labels: ['CD14+ Monocyte'] },
  { slug: 'dendritic_cells', title: 'Dendritic cells', labels: ['Dendritic'] },
  { slug: 'progenitors', title: 'CD34-positive progenitor cells', labels: ['CD34+'] },
];
