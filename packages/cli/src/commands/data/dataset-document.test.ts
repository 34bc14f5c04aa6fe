import { DatasetRecord } from '@vcp/schema';
import { ODD_DATASETS, scriptedDataset } from '@vcp/testing/scripted-platform';
import { expect, test } from 'vitest';
import { datasetDocument, datasetFiles } from './dataset-document.ts';

const SHA = 'a'.repeat(64);

function record(change: Readonly<Record<string, unknown>>): DatasetRecord {
  return DatasetRecord.parse({ internal_id: 'x', label: 'X', ...change });
}

const urls = (change: Readonly<Record<string, unknown>>) =>
  datasetFiles(record(change)).map(({ url }) => url);

test('a regular record is read whole', () => {
  const files = [{ url: 's3://b/a.h5ad', size: 10, sha256: SHA }];
  const document = datasetDocument(record(scriptedDataset(1, files).record));
  expect(document).toMatchObject({
    name: 'Brain cells 1',
    version: '1.2.0',
    namespace: 'cellxgene',
    owner: 'Example Institute',
    license: 'CC-BY-4.0',
    doi: '10.1000/example.1',
    sourceUrl: 'https://example.org/brain',
    size: 10,
  });
  expect(document.biology.cell_type).toEqual(['B cell', 'T cell']);
  expect(document.files).toEqual([
    {
      url: 's3://b/a.h5ad',
      size: 10,
      checksum: { algorithm: 'sha256', value: SHA },
      format: 'application/x-hdf5',
    },
  ]);
});

test('every odd record is read', () => {
  for (const { record: odd } of ODD_DATASETS)
    expect(datasetDocument(record(odd)).id).toBe(odd.internal_id);
});

test('the files of the distribution come first, then locations that it does not name', () => {
  const distribution = [{ contentUrl: 'https://cdn/a.h5ad' }, { contentUrl: null }, {}];
  const locations = ['s3://b/k/a.h5ad', 's3://b/k/b.zarr/', 'https://cdn/a.h5ad'];
  expect(urls({ md: { distribution }, locations })).toEqual([
    'https://cdn/a.h5ad',
    's3://b/k/b.zarr/',
  ]);
  expect(urls({ md: null, locations })).toEqual(locations.slice(0, 2).concat('https://cdn/a.h5ad'));
});

test('the distribution of older records counts where the new one has no files', () => {
  const distribution = [{ contentUrl: 'https://old/a.csv' }];
  expect(urls({ md: null, distribution })).toEqual(['https://old/a.csv']);
  expect(urls({ md: { distribution: [] }, distribution })).toEqual(['https://old/a.csv']);
});

test('two places of a record together know more: exact sizes and sha256 win', () => {
  const contentUrl = 's3://b/a.h5ad';
  const files = (entry: object, location: object) =>
    datasetFiles(
      record({
        md: { distribution: [{ contentUrl, ...entry }] },
        locations: [{ url: contentUrl, ...location }],
      }),
    )[0];
  expect(files({ sha256: SHA }, { contentSize: 7 })).toMatchObject({
    size: 7,
    checksum: { value: SHA },
  });
  expect(files({ contentSize: '1.2 KB' }, { contentSize: 1234 })).toMatchObject({ size: 1234 });
  expect(files({ contentSize: 8 }, { contentSize: '1.2 KB' })).toMatchObject({ size: 8 });
  const md5 = 'b'.repeat(32);
  expect(files({ md5 }, { sha256: SHA })?.checksum?.algorithm).toBe('sha256');
  expect(files({ sha256: SHA }, { md5 })?.checksum?.algorithm).toBe('sha256');
  expect(files({ md5 }, {})?.checksum?.algorithm).toBe('md5');
});

test.each([
  [{ name: 'tissue', value: 'lung' }, ['lung']],
  [{ name: 'tissue', value: 7 }, ['7']],
  [{ name: 'tissue', value: ['lung', 3, null, { name: 'liver' }] }, ['lung', '3', 'liver']],
  [{ name: 'tissue', value: { nothing: true } }, []],
  [{ name: 'tissue' }, []],
])('the property %j gives the tissues %j', (property, tissues) => {
  const document = datasetDocument(record({ md: { variableMeasured: [property] } }));
  expect(document.biology.tissue).toEqual(tissues);
});

test.each([
  [
    [
      { '@type': 'Person', name: 'Doe' },
      { '@type': 'Organization', name: 'Lab' },
    ],
    'Lab',
  ],
  [{ '@type': 'Organization', name: 'Lab' }, 'Lab'],
  ['Doe', 'Org'],
  [null, 'Org'],
  [[{}, null, 7], 'Org'],
])('of the creators %j the owner is %s', (creator, owner) => {
  expect(datasetDocument(record({ org: 'Org', md: { creator } })).owner).toBe(owner);
});
