import type { CatalogDataset } from '../catalog/dataset.ts';
import { datasetId } from '../import/dataset-id.ts';
import { type AnnData, type Categorical, constantColumn, selectCells } from '../science/anndata.ts';
import { encodeH5ad } from '../science/h5ad-writer.ts';
import { encodeNpy } from '../science/npy.ts';
import { encodeZarr } from '../science/zarr-writer.ts';
import { CELL_TYPES, LINEAGES } from './cell-types.ts';
import { CITATION, LICENSE, NAMESPACE, SAMPLE } from './provenance.ts';
import type { ExampleSource } from './read-source.ts';
import { embeddingCsv, frameCsv, markersCsv } from './tables.ts';

/** A file of the example, or a folder (its path ends with `/`) with all that is in it. */
export interface PlannedFile {
  readonly path: string;
  /** The bytes by relative path; a file has one entry, under the empty path. */
  readonly contents: () => Promise<ReadonlyMap<string, Uint8Array>>;
}

/** A dataset of the example before its files are made. */
export interface PlannedDataset {
  readonly externalId: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly latestVersion: boolean;
  readonly tags: readonly string[];
  readonly cellTypes: readonly string[];
  readonly properties: CatalogDataset['properties'];
  /** External ids. */
  readonly versionOf: readonly string[];
  readonly madeFrom: readonly string[];
  readonly files: readonly PlannedFile[];
}

const WHOLE = 'pbmc68k-reduced';
const FIRST_VERSION = `${WHOLE}-v1`;
const TITLE = '68k PBMCs from a healthy donor, reduced to 700 cells';
const ZARR_CHUNK_ROWS = 100;

/** The id in the catalog of a dataset of the example. */
export function exampleId(externalId: string): string {
  return datasetId(NAMESPACE, externalId);
}

/** All datasets of the example: what is said of them, and how their files are made. */
export function planExample(
  source: ExampleSource,
  original: Uint8Array,
): readonly PlannedDataset[] {
  const cells = withOntology(source.cells);
  return [
    ...wholeDatasets(cells, original),
    ...LINEAGES.map(({ slug, title, labels }) => {
      const lineage = new Set(labels);
      return subset(cells, slug, title, 'bulk_labels', lineage);
    }),
    subset(cells, 'cycling_cells', 'Cells in S, G2 or M phase', 'phase', new Set(['S', 'G2M'])),
    ...embeddings(cells),
    ...tables(cells, source),
  ];
}

function wholeDatasets(cells: AnnData, original: Uint8Array): readonly PlannedDataset[] {
  const about =
    'Peripheral blood mononuclear cells of a healthy donor, measured by 10x Genomics and reduced ' +
    'to 700 cells and 765 genes by the scanpy developers: scaled expression, PCA and UMAP ' +
    'embeddings, Louvain clusters, cell cycle scores, and the best matching sorted population of ' +
    'each cell (bulk_labels).';
  const whole = planned(cells, {
    externalId: WHOLE,
    name: TITLE,
    description: `${about} In the present AnnData layout, with terms of the Cell Ontology, and with the log-normalised expression as a layer.`,
    files: [h5ad('pbmc68k_reduced.h5ad', cells, TITLE)],
  });
  return [
    {
      ...whole,
      version: '2.0.0',
      versionOf: [exampleId(FIRST_VERSION)],
      madeFrom: [exampleId(FIRST_VERSION)],
    },
    {
      ...whole,
      externalId: FIRST_VERSION,
      description: `${about} The file as it is shipped with scanpy, in the old AnnData layout.`,
      latestVersion: false,
      madeFrom: [],
      files: [{ path: 'pbmc68k_reduced_v1.h5ad', contents: async () => new Map([['', original]]) }],
    },
    planned(cells, {
      externalId: `${WHOLE}-zarr`,
      name: `${TITLE}, as zarr`,
      description: `${about} As a zarr store with consolidated metadata, ${ZARR_CHUNK_ROWS} cells a chunk.`,
      files: [
        {
          path: 'pbmc68k_reduced.zarr/',
          contents: async () => encodeZarr(described(cells, TITLE), ZARR_CHUNK_ROWS),
        },
      ],
    }),
  ];
}

function subset(
  cells: AnnData,
  slug: string,
  title: string,
  column: string,
  values: ReadonlySet<string>,
): PlannedDataset {
  const { codes, categories } = categorical(cells, column);
  const rows = [...cells.obs.index.keys()].filter((row) => {
    const value = categories[codes[row] ?? -1];
    return value !== undefined && values.has(value);
  });
  const selected = selectCells(cells, rows);
  const name = `${title} of the 68k PBMCs`;
  return planned(selected, {
    externalId: `pbmc68k-${slug.replaceAll('_', '-')}`,
    name,
    description: `The ${rows.length} of the 700 cells whose ${column} is ${[...values].join(', ')}: expression, embeddings and annotation.`,
    tags: ['subset'],
    files: [h5ad(`pbmc68k_${slug}.h5ad`, selected, name)],
  });
}

function embeddings(cells: AnnData): readonly PlannedDataset[] {
  const kinds = { X_pca: ['PCA', 'PC'], X_umap: ['UMAP', 'UMAP'] } as const;
  return Object.entries(kinds).flatMap(([key, [method, axis]]) => {
    const matrix = cells.obsm.get(key);
    if (matrix === undefined) return [];
    const dimensions = `${matrix.columns} dimensions`;
    return planned(cells, {
      externalId: `pbmc68k-${method.toLowerCase()}`,
      name: `${method} embedding of the 68k PBMCs`,
      description: `The ${method} coordinates of the 700 cells in ${dimensions}: as CSV with the names of the cells, and as a numpy array in the same order.`,
      tags: ['embedding'],
      properties: [{ name: 'embedding_dimensions', value: matrix.columns }],
      files: [
        file(`pbmc68k_${key}.csv`, () => embeddingCsv(cells, matrix, axis)),
        file(`pbmc68k_${key}.npy`, () => encodeNpy(matrix.values, [matrix.rows, matrix.columns])),
      ],
    });
  });
}

function tables(cells: AnnData, source: ExampleSource): readonly PlannedDataset[] {
  return [
    planned(cells, {
      externalId: 'pbmc68k-cells',
      name: 'Cell metadata of the 68k PBMCs',
      description: 'A row a cell: quality, cell cycle, cluster, label, and the sample it is from.',
      tags: ['table'],
      files: [file('pbmc68k_cells.csv', () => frameCsv(cells.obs, 'cell'))],
    }),
    planned(cells, {
      externalId: 'pbmc68k-genes',
      name: 'Gene statistics of the 68k PBMCs',
      description: 'A row a gene: counts, mean, dispersion, and whether it is highly variable.',
      tags: ['table'],
      files: [file('pbmc68k_genes.csv', () => frameCsv(cells.var, 'gene'))],
    }),
    planned(cells, {
      externalId: 'pbmc68k-marker-genes',
      name: 'Marker genes of the 68k PBMCs',
      description: 'The 100 best marker genes of each label, with their scores, best first.',
      tags: ['table'],
      files: [file('pbmc68k_marker_genes.csv', () => markersCsv(source.markers))],
    }),
  ];
}

function planned(
  cells: AnnData,
  own: Pick<PlannedDataset, 'externalId' | 'name' | 'description' | 'files'> &
    Partial<Pick<PlannedDataset, 'tags' | 'properties'>>,
): PlannedDataset {
  return {
    version: '1.0.0',
    latestVersion: true,
    versionOf: [],
    madeFrom: own.externalId === WHOLE ? [] : [exampleId(WHOLE)],
    cellTypes: categorical(cells, 'cell_type').categories,
    ...own,
    tags: ['pbmc', 'blood', 'single cell', ...(own.tags ?? [])],
    properties: [
      { name: 'cell_count', value: cells.obs.index.length },
      { name: 'gene_count', value: cells.var.index.length },
      ...(own.properties ?? []),
    ],
  };
}

function h5ad(path: string, cells: AnnData, title: string): PlannedFile {
  return {
    path,
    contents: async () => new Map([['', await encodeH5ad(described(cells, title))]]),
  };
}

function file(path: string, encode: () => Uint8Array): PlannedFile {
  return { path, contents: async () => new Map([['', encode()]]) };
}

function described(cells: AnnData, title: string): AnnData {
  const uns = new Map([
    ['title', title],
    ['citation', CITATION],
    ['license', LICENSE],
  ]);
  return { ...cells, uns };
}

/** Adds the columns of the CELLxGENE schema that are known of these cells. */
function withOntology(cells: AnnData): AnnData {
  const { codes, categories } = categorical(cells, 'bulk_labels');
  const terms = categories.map((label) => CELL_TYPES.find((type) => type.label === label));
  const columns = new Map(cells.obs.columns);
  columns.set('cell_type', { codes, categories: terms.map((term) => term?.name ?? 'unknown') });
  columns.set('cell_type_ontology_term_id', {
    codes,
    categories: terms.map((term) => term?.term ?? 'unknown'),
  });
  for (const [column, value] of Object.entries(SAMPLE)) {
    columns.set(column, constantColumn(value, cells.obs.index.length));
  }
  return { ...cells, obs: { ...cells.obs, columns } };
}

function categorical(cells: AnnData, column: string): Categorical {
  const found = cells.obs.columns.get(column);
  if (found === undefined || !('codes' in found)) {
    throw new TypeError(`the example has no column ${column}`);
  }
  return found;
}
