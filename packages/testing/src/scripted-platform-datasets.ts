/** A dataset as a scripted platform sends it; `item` in searches, `record` when it is read. */
export interface ScriptedDataset {
  readonly id: string;
  readonly item: Readonly<Record<string, unknown>>;
  readonly record: Readonly<Record<string, unknown>>;
  readonly preview?: unknown;
  readonly credentials?: unknown;
  /** Not in the public family. */
  readonly restricted?: boolean;
}

export const FULL_CREDENTIALS = {
  access_key_id: 'scripted-access',
  secret_access_key: 'scripted-secret-0123456789',
  session_token: 'scripted-session-0123456789',
} as const;

const BIOLOGY = {
  assay: ["10x 3' v3"],
  assay_ontology_term_id: ['EFO:0009922'],
  tissue: ['brain', 'blood'],
  tissue_ontology_term_id: ['UBERON:0000955', 'UBERON:0000178'],
  organism: ['Homo sapiens'],
  organism_ontology_term_id: ['NCBITaxon:9606'],
  disease: ['normal'],
  disease_ontology_term_id: ['PATO:0000461'],
  tissue_type: ['tissue'],
  cell_type: ['B cell', 'T cell'],
  development_stage: ['adult stage'],
  development_stage_ontology_term_id: ['HsapDv:0000258'],
} as const;

/** One file of a dataset. */
export interface ScriptedFile {
  readonly url: string;
  readonly size?: number | string | null;
  readonly sha256?: string;
}

/** A whole, regular dataset; `change` adds to or replaces parts of it. */
export function scriptedDataset(
  number: number,
  files: readonly ScriptedFile[],
  change: Partial<ScriptedDataset> & { readonly name?: string } = {},
): ScriptedDataset {
  const id = change.id ?? `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const name = change.name ?? `Brain cells ${number}`;
  const tags = ['namespace:cellxgene', 'example'];
  const locations = files.map(({ url, size }) => ({
    url,
    ...(size === undefined ? {} : { contentSize: size }),
  }));
  return {
    ...change,
    id,
    item: {
      internal_id: id,
      name,
      domain: 'single cell',
      version: '2026-01-01',
      license: 'CC-BY-4.0',
      doi: '10.1000/example',
      tags,
      locations,
      ...BIOLOGY,
      ...change.item,
    },
    record: {
      internal_id: id,
      label: name,
      type: 'dataset',
      external_id: `ext-${number}`,
      domain: 'single cell',
      org: 'Example Organization',
      owner: 'Example Owner',
      version: '2026-01-01',
      locations,
      tags,
      scopes: [],
      version_of: [],
      transformation_of: [],
      md: croissant(name, files),
      ...change.record,
    },
  };
}

function croissant(name: string, files: readonly ScriptedFile[]): Record<string, unknown> {
  return {
    '@context': { '@vocab': 'https://schema.org/' },
    '@type': 'sc:Dataset',
    name,
    description: `${name}, for tests`,
    version: '1.2.0',
    license: 'CC-BY-4.0',
    url: 'https://example.org/brain',
    citeAs: 'Doe et al. 2026, https://doi.org/10.1000/example.1',
    creator: [{ '@type': 'Organization', name: 'Example Institute' }],
    keywords: ['brain'],
    variableMeasured: Object.entries(BIOLOGY).map(([field, value]) => ({
      '@type': 'PropertyValue',
      name: field,
      value,
    })),
    distribution: files.map(({ url, size, sha256 }, index) => ({
      '@id': `file-${index}`,
      '@type': 'cr:FileObject',
      contentUrl: url,
      contentSize: size,
      encodingFormat: 'application/x-hdf5',
      ...(sha256 === undefined ? {} : { sha256 }),
    })),
  };
}

/** The shapes that real catalogs were seen to send, each of which must be readable. */
export const ODD_DATASETS: readonly ScriptedDataset[] = [
  scriptedDataset(101, [], {
    name: 'scheme and path',
    item: { locations: [{ scheme: 'https', path: 'data.example.org/a/b.h5ad' }] },
  }),
  scriptedDataset(102, [], {
    name: 'bare texts',
    item: { locations: ['s3://bucket/key.h5ad', 'bucket/other.h5ad', 'https://host/x.csv?sig=1'] },
  }),
  scriptedDataset(103, [], {
    name: 'sizes of every kind',
    item: {
      locations: [
        { url: 'https://host/1.bin', contentSize: 3.5 },
        { url: 'https://host/2.bin', contentSize: '3 MB' },
        { url: 'https://host/3.bin', contentSize: '1,024' },
        { url: 'https://host/4.bin', contentSize: null },
        { url: 'https://host/5.bin', contentSize: -1 },
      ],
    },
  }),
  scriptedDataset(104, [], {
    name: 'nulls',
    item: { locations: null, tags: null, scopes: null, version: null, tissue: null, domain: null },
    record: { locations: null, tags: null, scopes: null, md: null, version: null, org: null },
  }),
  scriptedDataset(105, [], {
    name: 'plain biology',
    item: { tissue: 'brain', assay: null, version: 3, extra: { nested: [1, 2] } },
  }),
  scriptedDataset(106, [], { item: { name: undefined, label: 'label in place of a name' } }),
];
