import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIOLOGY_FIELDS, NotFound } from '@vcp/schema';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { datasetId, isUuid } from './dataset-id.ts';
import { importCroissant } from './import-croissant.ts';
import type { ImportRemark } from './imported.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vcp-croissant-'));
});
afterEach(() => rm(folder, { recursive: true }));

const DEFAULTS = { namespace: 'local', domain: 'unknown' };

async function read(source: string) {
  const datasets: CatalogDataset[] = [];
  const files: string[] = [];
  const remarks: ImportRemark[] = [];
  for await (const event of importCroissant(source, DEFAULTS)) {
    if (event.kind !== 'dataset') remarks.push(event);
    else {
      datasets.push(event.dataset);
      for await (const file of event.files) files.push(file.path);
    }
  }
  return { datasets, files, remarks };
}

async function readDocument(document: unknown, name = 'one.json') {
  const path = join(folder, name);
  await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document));
  return read(path);
}

const digest = (algorithm: 'sha256' | 'md5', content: string) =>
  createHash(algorithm).update(content).digest('hex');

const HUGGING_FACE = {
  '@context': { '@language': 'en', '@vocab': 'https://schema.org/', sc: 'https://schema.org/' },
  '@type': 'sc:Dataset',
  conformsTo: 'http://mlcommons.org/croissant/1.1',
  name: 'pbmc',
  description: 'Blood cells',
  alternateName: ['x/pbmc'],
  creator: { '@type': 'Organization', name: 'Lab', url: 'https://lab.example' },
  keywords: ['cells', 'namespace:atlas', 'cells'],
  license: ['https://choosealicense.com/licenses/mit/', { '@type': 'CreativeWork', name: 'CC0' }],
  url: 'https://hub.example/datasets/pbmc',
  distribution: [
    {
      '@type': 'cr:FileObject',
      '@id': 'repo',
      name: 'repo',
      contentUrl: 'https://hub.example/datasets/pbmc/tree/main',
      encodingFormat: 'git+https',
      sha256: 'https://github.com/mlcommons/croissant/issues/80',
    },
    {
      '@type': 'cr:FileSet',
      '@id': 'parquet',
      containedIn: { '@id': 'repo' },
      encodingFormat: 'application/x-parquet',
      includes: 'default/*.parquet',
    },
    {
      '@type': 'cr:FileObject',
      contentUrl: 'https://data.example/cells.h5ad',
      contentSize: '1.5 MB',
      encodingFormat: ['application/x-hdf5'],
      sha256: 'AB'.repeat(32),
    },
    { '@type': 'cr:FileObject', contentUrl: 's3://bucket/store.zarr/', contentSize: '12' },
  ],
};

test('a document as large hubs write it becomes a dataset, with a word on what cannot be fetched', async () => {
  const { datasets, remarks } = await readDocument(HUGGING_FACE);
  expect(datasets).toMatchObject([
    {
      name: 'pbmc',
      namespace: 'atlas',
      org: 'Lab',
      license: 'https://choosealicense.com/licenses/mit/, CC0',
      sourceUrl: 'https://hub.example/datasets/pbmc',
      tags: ['cells'],
      creators: [{ type: 'Organization', name: 'Lab', url: 'https://lab.example' }],
      locations: [
        {
          url: 'https://data.example/cells.h5ad',
          format: 'application/x-hdf5',
          size: 1_572_864,
          checksum: { algorithm: 'sha256', value: 'ab'.repeat(32) },
        },
        { url: 's3://bucket/store.zarr', size: 12, checksum: null },
      ],
    },
  ]);
  expect(remarks.map(({ reason }) => reason)).toEqual([
    '$.distribution[0].sha256 is no SHA-256',
    '$.distribution[0] is a repository, not a file',
  ]);
});

test('full addresses as keys, language variants, graphs and odd shapes are understood', async () => {
  const { datasets } = await readDocument({
    '@graph': [
      { '@id': '#lab', '@type': 'schema:Person', 'schema:name': 'not a dataset' },
      {
        '@id': 'https://doi.org/10.5281/zenodo.123',
        '@type': ['https://schema.org/Dataset', 'prov:Entity'],
        'http://schema.org/name': [
          { '@language': 'de', '@value': 'Zellen' },
          { '@language': 'en', '@value': 'Cells' },
        ],
        'schema:author': [
          'Ada Lovelace',
          { givenName: 'Grace', familyName: 'Hopper', sameAs: 'https://orcid.org/0000' },
          { '@id': '#lab' },
        ],
        'schema:keywords': 'blood, immune ,',
        'schema:version': 2,
        'schema:citation': { '@type': 'ScholarlyArticle', name: 'A paper' },
        'schema:datePublished': { '@value': '2024-05-17' },
        'schema:variableMeasured': [
          { '@type': 'PropertyValue', name: 'tissue', value: ['blood', 'blood'] },
          {
            name: 'cell_type',
            value: [{ name: 'B cell', identifier: { name: 'CL', value: 'CL:0000236' } }],
          },
          { name: 'cell_count', value: 700 },
          'age',
        ],
      },
    ],
  });
  expect(datasets).toMatchObject([
    {
      name: 'Cells',
      version: '2',
      doi: '10.5281/zenodo.123',
      citation: 'A paper',
      publishedAt: '2024-05-17',
      tags: ['blood', 'immune'],
      creators: [
        { type: 'Person', name: 'Ada Lovelace', url: null },
        { type: 'Person', name: 'Grace Hopper', url: 'https://orcid.org/0000' },
      ],
      biology: { tissue: ['blood'], cell_type: ['B cell'], assay: [] },
      properties: [
        { name: 'cell_count', value: 700 },
        { name: 'age', value: null },
      ],
    },
  ]);
});

const RECORD = {
  internal_id: '6d0d8c3e-6d9a-4b6a-9c0e-1f2e3d4c5b6a',
  external_id: 'ext',
  label: 'A record',
  type: 'dataset',
  domain: 'imaging',
  org: 'CZI',
  owner: '',
  version: '3',
  latest_version: false,
  tags: ['namespace:cellxgene', 'atlas'],
  scopes: null,
  version_of: [],
  transformation_of: ['x'],
  credentials: { access_key_id: 'AKIASECRET', secret_access_key: 's', session_token: 't' },
  locations: [
    { scheme: 's3', path: 'bucket/a.h5ad' },
    { url: 'https://h.example/b.csv?x=1', contentSize: 5 },
    'bucket/c',
  ],
  md: {
    '@type': 'sc:Dataset',
    name: 'md name',
    license: 'CC0',
    citeAs: 'Someone. https://doi.org/10.1000/x.1.',
    variableMeasured: [{ '@type': 'PropertyValue', name: 'organism', value: ['Mus musculus'] }],
    distribution: [
      {
        contentUrl: 's3://bucket/a.h5ad',
        contentSize: '10',
        encodingFormat: 'application/x-hdf5',
        sha256: 'c'.repeat(64),
      },
    ],
  },
};

test('a record of the data API keeps its id, and leaves its credentials behind', async () => {
  const { datasets } = await readDocument(RECORD);
  expect(datasets).toMatchObject([
    {
      id: RECORD.internal_id,
      externalId: 'ext',
      name: 'A record',
      domain: 'imaging',
      namespace: 'cellxgene',
      version: '3',
      latestVersion: false,
      license: 'CC0',
      doi: '10.1000/x.1',
      tags: ['atlas'],
      scopes: [],
      transformationOf: ['x'],
      biology: { organism: ['Mus musculus'] },
      locations: [
        {
          url: 's3://bucket/a.h5ad',
          size: 10,
          checksum: { algorithm: 'sha256', value: 'c'.repeat(64) },
        },
        { url: 'https://h.example/b.csv?x=1', size: 5, checksum: null },
        { url: 's3://bucket/c', size: null },
      ],
    },
  ]);
  expect(JSON.stringify(datasets)).not.toContain('AKIASECRET');
});

const MD5 = digest('md5', 'x');
const SHA256 = digest('sha256', 'x');

test.each([
  ['an MD5', { md5: MD5.toUpperCase() }, { algorithm: 'md5', value: MD5 }, []],
  ['a labelled MD5', { 'cr:md5': `md5:${MD5}` }, { algorithm: 'md5', value: MD5 }, []],
  ['both', { md5: MD5, sha256: SHA256 }, { algorithm: 'sha256', value: SHA256 }, []],
  [
    'an MD5 beside a SHA-256 that is none',
    { sha256: MD5, md5: MD5 },
    { algorithm: 'md5', value: MD5 },
    ['$.distribution[0].sha256 is no SHA-256'],
  ],
  ['no MD5 at all', { md5: SHA256 }, null, ['$.distribution[0].md5 is no MD5']],
])('of a document with %s the strongest checksum is kept', async (_, given, checksum, reasons) => {
  const { datasets, remarks } = await readDocument({
    ...minimal('x'),
    distribution: [{ contentUrl: 'https://h.example/x', ...given }],
  });
  expect(datasets).toMatchObject([{ locations: [{ checksum }] }]);
  expect(remarks.map(({ reason }) => reason)).toEqual(reasons);
});

test.each([
  ['the location', { md5: MD5, sha256: SHA256 }, {}, { algorithm: 'sha256', value: SHA256 }],
  ['the document', { md5: MD5 }, { sha256: SHA256 }, { algorithm: 'sha256', value: SHA256 }],
  ['either', { sha256: SHA256 }, { md5: MD5 }, { algorithm: 'sha256', value: SHA256 }],
  ['a label', { checksum: `md5:${MD5}` }, {}, { algorithm: 'md5', value: MD5 }],
  ['nothing', {}, {}, null],
])('of a record the strongest checksum is kept: from %s', async (_, location, file, checksum) => {
  const url = 'https://h.example/x';
  const { datasets } = await readDocument({
    ...RECORD,
    locations: [{ url, ...location }],
    md: { ...RECORD.md, distribution: [{ contentUrl: url, ...file }] },
  });
  expect(datasets).toMatchObject([{ locations: [{ url, checksum }] }]);
});

test('a record without its Croissant part is still a dataset', async () => {
  const { datasets } = await readDocument({ ...RECORD, md: null, internal_id: 'no-uuid-but-long' });
  expect(datasets).toMatchObject([{ name: 'A record', locations: { length: 3 } }]);
  expect(isUuid(datasets[0]?.id ?? '')).toBe(true);
});

const minimal = (name: string) => ({ '@type': 'Dataset', name });

test('lists, JSON lines and folders hold many; bad ones are named and the others go on', async () => {
  await writeFile(join(folder, 'a.json'), JSON.stringify([minimal('a1'), 5, minimal('a2')]));
  await writeFile(
    join(folder, 'b.jsonl'),
    `${JSON.stringify(minimal('b1'))}\n\n{"name": \n${JSON.stringify(minimal('b2'))}`,
  );
  await writeFile(
    join(folder, 'c.json'),
    `${JSON.stringify(minimal('c1'))}\n${JSON.stringify({ '@type': 'Dataset', name: { a: 1 } })}\n`,
  );
  await writeFile(join(folder, 'd.txt'), 'not looked at');
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub', 'e.jsonld'), '{"@type": "Dataset", "name": "e1"');
  const { datasets, remarks } = await read(folder);
  expect(datasets.map(({ name }) => name)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
  expect(remarks.map(({ source, reason }) => `${source.slice(folder.length)}: ${reason}`)).toEqual([
    '/a.json item 2: $ is no object',
    expect.stringMatching(/^\/b\.jsonl line 3: not JSON: /),
    '/c.json line 2: $.name must be a text',
    expect.stringMatching(/^\/sub\/e\.jsonld: not JSON: /),
  ]);
});

test.each([
  ['no type', { name: 'x' }, '$["@type"] is not Dataset'],
  ['no name', { '@type': 'Dataset' }, '$.name is missing'],
  ['a number as keyword', { ...minimal('x'), description: 5 }, '$.description must be a text'],
  [
    'a nameless variable',
    { ...minimal('x'), variableMeasured: [{ name: 'a' }, { value: 1 }] },
    '$.variableMeasured[1] has no name',
  ],
  [
    'a wrong address',
    { ...minimal('x'), distribution: [{}, { contentUrl: 7 }] },
    '$.distribution[1].contentUrl must be a text',
  ],
])('%s is refused with its place', async (_, document, reason) => {
  const { datasets, remarks } = await readDocument(document);
  expect(datasets).toEqual([]);
  expect(remarks).toEqual([{ kind: 'refused', source: join(folder, 'one.json'), reason }]);
});

test.each([
  ['[', ']'],
  ['{"a":', '}'],
])('a document nested a million deep with %s is refused', async (open, close) => {
  const document = `${open.repeat(1e6)}1${close.repeat(1e6)}`;
  const { remarks } = await readDocument(document);
  expect(remarks).toMatchObject([{ kind: 'refused', reason: 'nested deeper than 64 levels' }]);
});

test('hostile keys and values do no harm', async () => {
  const document = `{"@type": "Dataset", "name": "\\u001b[31mx\\u0000\\ud800", "__proto__": {"polluted": 1},
    "variableMeasured": [{"name": "__proto__", "value": {"polluted": 1}}], "constructor": 1}`;
  const { datasets } = await readDocument(document);
  expect(datasets).toMatchObject([{ name: '[31mx \ufffd' }]);
  expect({}).not.toHaveProperty('polluted');
});

test.each([
  ['file:///etc/passwd', /file:/],
  ['data:text/plain,x', /data:/],
  ['ftp://h.example/x', /ftp:/],
  ['http://h.example/x', /only https/],
  ['http://169.254.169.254/latest', /only https/],
  ['s3://bucket', /bucket and a key/],
])('the location %s is left out with a word', async (contentUrl, reason) => {
  const { datasets, remarks } = await readDocument({
    ...minimal('x'),
    distribution: [{ contentUrl }],
  });
  expect(datasets).toMatchObject([{ locations: [] }]);
  expect(remarks).toMatchObject([{ kind: 'note', reason: expect.stringMatching(reason) }]);
});

test('a password in a location is left behind', async () => {
  const { datasets } = await readDocument({
    ...minimal('x'),
    distribution: ['https://me:secret@h.example/x?y=1'],
  });
  expect(datasets).toMatchObject([{ locations: [{ url: 'https://h.example/x?y=1' }] }]);
});

test('files beside the document are measured and served from there', async () => {
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', 'a b.csv'), 'x\n1\n');
  await writeFile(join(folder, 'data', 'c.npy'), 'c');
  const sha256 = digest('sha256', 'x\n1\n');
  const { datasets, files, remarks } = await readDocument({
    ...minimal('x'),
    distribution: [
      { '@type': 'cr:FileObject', contentUrl: 'data/a%20b.csv', sha256 },
      { '@type': 'cr:FileSet', includes: ['data/*.npy', 'data/*.csv'] },
    ],
  });
  expect(remarks).toEqual([]);
  expect(files).toEqual(['data/a b.csv', 'data/c.npy']);
  expect(datasets[0]?.locations).toEqual([
    {
      url: 'platform:data/a b.csv',
      format: 'text/csv',
      size: 4,
      checksum: { algorithm: 'sha256', value: sha256 },
    },
    {
      url: 'platform:data/c.npy',
      format: 'application/x-npy',
      size: 1,
      checksum: { algorithm: 'sha256', value: digest('sha256', 'c') },
    },
  ]);
});

test('a file beside the document that has the MD5 it names is served under its SHA-256', async () => {
  await writeFile(join(folder, 'a.csv'), 'a');
  const { datasets, remarks } = await readDocument({
    ...minimal('x'),
    distribution: [{ contentUrl: 'a.csv', md5: digest('md5', 'a').toUpperCase() }],
  });
  expect(remarks).toEqual([]);
  expect(datasets).toMatchObject([
    { locations: [{ checksum: { algorithm: 'sha256', value: digest('sha256', 'a') } }] },
  ]);
});

test.each([
  ['a missing file', { contentUrl: 'none.csv' }, /there is no file none\.csv/],
  ['a path out of the folder', { contentUrl: '../../etc/passwd' }, /no safe path/],
  ['an escaped path out of it', { contentUrl: '..%2f..%2fetc%2fpasswd' }, /no safe path/],
  ['an absolute path', { contentUrl: '/etc/passwd' }, /no safe path/],
  ['a link out of it', { contentUrl: 'link' }, /no file inside the folder/],
  ['a pattern out of it', { '@type': 'FileSet', includes: '../../../etc/pass*' }, /no safe path/],
  [
    'a file of another SHA-256',
    { contentUrl: 'a.csv', sha256: '0'.repeat(64), md5: digest('md5', 'a') },
    /distribution\[0\]: a\.csv is another file than its sha256 says/,
  ],
  [
    'a file of another MD5',
    { contentUrl: 'a.csv', md5: '0'.repeat(32) },
    /distribution\[0\]: a\.csv is another file than its md5 says/,
  ],
])('%s refuses the document', async (_, file, reason) => {
  await writeFile(join(folder, 'a.csv'), 'a');
  await symlink('/etc/hostname', join(folder, 'link'));
  const { datasets, remarks } = await readDocument({ ...minimal('x'), distribution: [file] });
  expect(datasets).toEqual([]);
  expect(remarks).toMatchObject([{ kind: 'refused', reason: expect.stringMatching(reason) }]);
});

test('any JSON is a dataset or a refusal with its reason, never a crash', async () => {
  const keys = ['name', 'creator', 'license', 'distribution', 'variableMeasured', 'md', 'tags'];
  const document = fc.dictionary(
    fc.constantFrom(...keys, 'internal_id', 'version'),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(document, async (fields) => {
      const { datasets, remarks } = await readDocument({ '@type': 'Dataset', ...fields });
      expect(datasets.length + remarks.filter(({ kind }) => kind === 'refused').length).toBe(1);
      for (const { biology, name } of datasets) {
        expect(name).not.toBe('');
        expect(Object.keys(biology)).toEqual([...BIOLOGY_FIELDS]);
      }
    }),
    { numRuns: 300 },
  );
});

test('an id depends on namespace and name alone, is a UUIDv5, and no two names share one', () => {
  expect(datasetId('a', 'b')).toBe(datasetId('a', 'b'));
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      const id = datasetId(a, b);
      expect(isUuid(id)).toBe(true);
      expect(id[14]).toBe('5');
      expect(id === datasetId(a, c)).toBe(b === c);
      expect(datasetId(`${a}${b}`, c) === datasetId(a, `${b}${c}`)).toBe(b === '');
    }),
  );
});

test('a source that does not exist is said so', async () => {
  await expect(read(join(folder, 'none'))).rejects.toThrow(NotFound);
  await expect(read(folder)).rejects.toThrow(/no JSON document/);
});
