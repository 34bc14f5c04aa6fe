import { DatasetRecord, Preview, SearchPage, Summary } from '@vcp/schema';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DIALECTS, someDataset } from '../../catalog/test-catalog.ts';
import { MEMBER, openTestPlatform, type TestPlatform } from '../test-platform.ts';
import { WireError } from './wire-schemas.ts';

const lung = someDataset(1, {
  name: 'Lung atlas',
  tags: ['atlas'],
  doi: '10.1038/s41586-020-2649-2',
  citation: 'Somebody et al.',
  sourceUrl: 'https://example.org/lung',
  license: 'CC-BY-4.0',
  creators: [{ type: 'Organization', name: 'The Institute', url: 'not a link' }],
  biology: { tissue: ['lung'], tissue_ontology_term_id: ['UBERON:0002048'] },
  properties: [
    { name: 'cell_count', value: 700 },
    { name: 'mixed', value: ['a', 1, null] },
  ],
  locations: [
    {
      url: 'platform:lung one.h5ad',
      format: 'application/x-hdf5',
      size: 9,
      checksum: { algorithm: 'sha256', value: 'ab'.repeat(32) },
    },
    { url: 'platform:lung.zarr/', format: 'application/zarr', size: null, checksum: null },
    {
      url: 'https://example.org/lung.csv',
      format: 'text/csv',
      size: null,
      checksum: { algorithm: 'md5', value: 'cd'.repeat(16) },
    },
    {
      url: 'https://example.org/no-field-for-its-checksum',
      format: null,
      size: null,
      checksum: { algorithm: 'crc32c', value: '0a1b2c3d' },
    },
  ],
});
const brain = someDataset(2, { name: 'Brain atlas', biology: { tissue: ['brain'] } });
const secret = someDataset(3, {
  name: 'Secret atlas',
  scopes: ['staff'],
  biology: { tissue: ['lung'] },
  locations: [{ url: 'platform:secret.csv', format: null, size: 6, checksum: null }],
});

describe.each(DIALECTS)('the data API on %s', (dialect) => {
  let platform: TestPlatform;
  const json = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await platform.ask(path, init)).json();

  beforeEach(async () => {
    platform = await openTestPlatform(dialect);
    await platform.add(lung, brain, secret);
  });
  afterEach(() => platform.close());

  describe('search', () => {
    test('an item has everything that the original client reads', async () => {
      const page = await json(
        '/v1/data/public/search?query=lung+AND+latest_version%3Atrue&use_cursor=true&download=true&scout=True&limit=10',
      );
      const base = `http://127.0.0.1:8787/files/${lung.id}`;
      expect(page).toEqual({
        data: [
          {
            internal_id: lung.id,
            external_id: 'external-1',
            name: 'Lung atlas',
            label: 'Lung atlas',
            type: 'dataset',
            domain: 'single cell',
            version: '1',
            latest_version: true,
            license: 'CC-BY-4.0',
            doi: '10.1038/s41586-020-2649-2',
            tags: ['namespace:test', 'atlas'],
            ...lung.biology,
            locations: [
              { url: `${base}/lung%20one.h5ad`, contentSize: 9, sha256: 'ab'.repeat(32) },
              { url: `${base}/lung.zarr/`, contentSize: null },
              {
                url: 'https://example.org/lung.csv',
                contentSize: null,
                md5: 'cd'.repeat(16),
              },
              { url: 'https://example.org/no-field-for-its-checksum', contentSize: null },
            ],
          },
        ],
        total: 1,
        limit: 10,
        cursor: null,
      });
      expect(() => SearchPage.parse(page)).not.toThrow();
    });

    test('pages join to the whole and the last one has no cursor, also when it is full', async () => {
      const names: string[] = [];
      const cursors: unknown[] = [];
      let next = '';
      do {
        const page = SearchPage.parse(
          await json(`/v1/data/search?query=atlas&limit=1&cursor=${encodeURIComponent(next)}`, {
            headers: MEMBER,
          }),
        );
        expect([page.total, page.limit, page.data.length]).toEqual([3, 1, 1]);
        names.push(...page.data.map(({ name }) => name));
        cursors.push(page.cursor);
        next = page.cursor ?? '';
      } while (next !== '' && names.length < 9);
      expect(names.toSorted()).toEqual(['Brain atlas', 'Lung atlas', 'Secret atlas']);
      expect(cursors.at(-1)).toBeNull();
    });

    test.each([
      ['tissue:(lung', 400, /position|column|character/i],
      ['', 400, /empty/],
      ['a OR', 400, /./],
    ])('the query %j is refused with a reason', async (query, status, reason) => {
      const answer = await platform.ask(
        `/v1/data/public/search?query=${encodeURIComponent(query)}`,
      );
      expect(answer.status).toBe(status);
      expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(reason) });
    });

    test.each([
      ['tissue:( AND latest_version:true', 8, /missing/],
      ['lung AND AND namespace:a.b AND latest_version:true', 5, /AND has nothing after it/],
      ['n_obs:[1 TO AND latest_version:true', 6, /not closed/],
      ['lung AND latest_version:maybe', 24, /true or false/],
      ['x AND tisue:y AND namespace:"a b" AND latest_version:true', 6, /no field "tisue"/],
    ])('the fault in %j is told as one of what was typed', async (query, position, text) => {
      const answer = await platform.ask(
        `/v1/data/public/search?query=${encodeURIComponent(query)}`,
      );
      const { detail, problem } = WireError.parse(await answer.json());
      expect(problem).toMatchObject({ position, text: expect.stringMatching(text) });
      expect(detail).toContain(`at character ${position + 1}: ${problem?.text}`);
      if (problem?.hint) expect(detail).toContain(problem.hint);
      if (query.includes('tisue')) expect(problem?.hint).toMatch(/^Did you mean tissue\?/);
    });

    test.each([
      'limit=0',
      'limit=1001',
      'limit=ten',
      'limit=1.5',
      'cursor=forged',
      `cursor=${'x'.repeat(5000)}`,
    ])('refuses %s', async (parameter) => {
      const answer = await platform.ask(`/v1/data/public/search?query=atlas&${parameter}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ detail: expect.any(String) });
    });

    test.each([
      '%00',
      'tissue:%00',
      '%ED%A0%80',
      '%27%3B+drop+table+dataset+--',
      '%25%25%25',
      '%F0%9F%A7%AC',
    ])('the text %s finds nothing and breaks nothing', async (text) => {
      const answer = await platform.ask(`/v1/data/public/search?query=${text}`);
      expect([200, 400]).toContain(answer.status);
      expect(await json('/v1/data/public/search?query=atlas')).toMatchObject({ total: 2 });
    });

    test('no request whatever makes the platform fail', async () => {
      const word = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.stringMatching(/^[a-z:()"*?~^ \\[\]{}<>=!|&+-]{0,40}$/),
        fc.constantFrom('tissue:lung', 'lung OR', '*', 'latest_version:true', '-1', '1e9', 'NaN'),
      );
      const parameters = fc.dictionary(
        fc.constantFrom('query', 'limit', 'cursor', 'field', 'size', 'download', 'scout'),
        word,
      );
      const route = fc.constantFrom('search', 'summarize', `dataset/${lung.id}`, 'preview/x');
      await fc.assert(
        fc.asyncProperty(route, parameters, async (path, given) => {
          const query = new URLSearchParams(given);
          const answer = await platform.ask(`/v1/data/public/${path}?${query}`);
          expect([200, 400, 404]).toContain(answer.status);
          expect(await answer.json()).toBeTypeOf('object');
        }),
        { numRuns: 150 },
      );
    });

    test('without a query there is nothing to search', async () => {
      expect((await platform.ask('/v1/data/public/search')).status).toBe(400);
    });
  });

  describe('a record', () => {
    test('has the members and types that the original client demands', async () => {
      const record = await json(`/v1/data/public/dataset/${lung.id}?download=false`);
      expect(record).toMatchObject({
        internal_id: lung.id,
        external_id: 'external-1',
        label: 'Lung atlas',
        type: 'dataset',
        owner: '',
        org: null,
        scopes: [],
        version_of: [],
        transformation_of: [],
        credentials: null,
        tags: ['namespace:test', 'atlas'],
        md: {
          '@context': expect.any(Object),
          '@type': 'sc:Dataset',
          conformsTo: 'http://mlcommons.org/croissant/1.0',
          name: 'Lung atlas',
          description: '',
          url: 'https://example.org/lung',
          license: 'CC-BY-4.0',
          citeAs: 'Somebody et al. https://doi.org/10.1038/s41586-020-2649-2',
          creator: [{ '@type': 'Organization', name: 'The Institute' }],
          keywords: ['namespace:test', 'atlas'],
          variableMeasured: [
            { '@type': 'PropertyValue', name: 'tissue', value: ['lung'] },
            {
              '@type': 'PropertyValue',
              name: 'tissue_ontology_term_id',
              value: ['UBERON:0002048'],
            },
            { '@type': 'PropertyValue', name: 'cell_count', value: 700 },
            { '@type': 'PropertyValue', name: 'mixed', value: ['a', '1', 'null'] },
          ],
          distribution: [
            {
              '@type': 'cr:FileObject',
              '@id': 'lung one.h5ad',
              name: 'lung one.h5ad',
              contentUrl: `http://127.0.0.1:8787/files/${lung.id}/lung%20one.h5ad`,
              contentSize: 9,
              encodingFormat: 'application/x-hdf5',
              sha256: 'ab'.repeat(32),
            },
            { '@type': 'cr:FileSet', name: 'lung.zarr', encodingFormat: 'application/zarr' },
            { contentUrl: 'https://example.org/lung.csv', md5: 'cd'.repeat(16) },
            { contentUrl: 'https://example.org/no-field-for-its-checksum' },
          ],
        },
      });
      expect(() => DatasetRecord.parse(record)).not.toThrow();
    });

    test('comes also under a double slash, which the original client makes', async () => {
      expect(await json(`/v1/data//public/dataset/${lung.id}?download=true`)).toMatchObject({
        internal_id: lung.id,
      });
      expect(
        await json(`/v1/data//dataset/${lung.id}?download=true`, { headers: MEMBER }),
      ).toMatchObject({ internal_id: lung.id });
    });

    test.each(['nothing', '%00', "'%20or%201=1", '00000000-0000-4000-8000-999999999999'])(
      '%s is not there',
      async (id) => {
        const answer = await platform.ask(`/v1/data/public/dataset/${id}`);
        expect(answer.status).toBe(404);
        expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      },
    );

    test('of a dataset that is not public has links that work without a token', async () => {
      const record = DatasetRecord.parse(
        await json(`/v1/data/dataset/${secret.id}?download=true`, { headers: MEMBER }),
      );
      await platform.addFile(secret.id, 'secret.csv', 'secret');
      const url = record.md?.distribution[0]?.contentUrl ?? '';
      expect(url).not.toContain('?');
      expect(await (await platform.ask(url)).text()).toBe('secret');
    });
  });

  describe('a summary', () => {
    test('counts what the asker may see', async () => {
      const path = 'summarize?field=tissue&query=%2A+AND+latest_version%3Atrue&size=1000';
      const seen = await json(`/v1/data/public/${path}`);
      expect(Summary.parse(seen)).toEqual({
        field: 'tissue',
        query: '* AND latest_version:true',
        total_buckets: 2,
        facets: [
          { value: 'brain', count: 1 },
          { value: 'lung', count: 1 },
        ],
      });
      expect(await json(`/v1/data/${path}`, { headers: MEMBER })).toMatchObject({
        facets: [
          { value: 'lung', count: 2 },
          { value: 'brain', count: 1 },
        ],
      });
    });

    test('of a field in capitals is the same, of an unknown one an error', async () => {
      expect(await json('/v1/data/public/summarize?field=TISSUE')).toMatchObject({
        field: 'tissue',
      });
      expect((await platform.ask('/v1/data/public/summarize?field=sequel')).status).toBe(400);
    });
  });

  describe('a preview', () => {
    test('shows the zarr stores in Neuroglancer', async () => {
      const preview = Preview.parse(await json(`/v1/data/public/preview/${lung.id}`));
      const store = `http://127.0.0.1:8787/files/${lung.id}/lung.zarr`;
      expect(preview).toMatchObject({
        dataset_id: lung.id,
        dataset_label: 'Lung atlas',
        zarr_files: [store],
      });
      const [viewer, state] = preview.neuroglancer_url.split('#!');
      expect(viewer).toBe('https://neuroglancer-demo.appspot.com/');
      expect(JSON.parse(decodeURIComponent(state ?? ''))).toMatchObject({
        layers: [{ name: 'lung.zarr', source: `zarr://${store}` }],
      });
    });

    test('without a zarr store is 422 with a reason', async () => {
      const answer = await platform.ask(`/v1/data/public/preview/${brain.id}`);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toEqual({ detail: expect.stringContaining('zarr') });
    });
  });

  describe('what is not public', () => {
    test.each([
      `dataset/${secret.id}`,
      `dataset/${secret.id}?download=true`,
      `preview/${secret.id}`,
    ])('is 404 without a token: %s', async (path) => {
      const hidden = await json(`/v1/data/public/${path}`);
      const absent = await json(`/v1/data/public/${path.replace('0003', '0009')}`);
      expect(JSON.stringify(hidden).replaceAll('0003', '0009')).toBe(JSON.stringify(absent));
      expect(absent).toHaveProperty('detail');
    });

    test.each([
      'search?query=secret',
      'search?query=*',
      'search?query=scope:staff',
      'search?query=tissue:lung',
    ])('is in no list: %s', async (path) => {
      const text = await (await platform.ask(`/v1/data/public/${path}`)).text();
      expect(text).not.toContain(secret.id);
      expect(text).not.toContain('Secret');
      expect(JSON.parse(text).total ?? 0).toBeLessThan(3);
    });

    test('is in no list even by a cursor that a member got', async () => {
      const page = SearchPage.parse(
        await json('/v1/data/search?query=atlas&limit=1', { headers: MEMBER }),
      );
      const cursor = encodeURIComponent(page.cursor ?? '');
      const text = await (
        await platform.ask(`/v1/data/public/search?query=atlas&limit=100&cursor=${cursor}`)
      ).text();
      expect(text).not.toContain(secret.id);
    });

    test('shows to members with its scopes', async () => {
      const page = await json('/v1/data/search?query=secret', { headers: MEMBER });
      expect(page).toMatchObject({ data: [{ internal_id: secret.id, scopes: ['staff'] }] });
    });
  });
});

test('the OpenAPI document has every route', async () => {
  const platform = await openTestPlatform();
  const document: { openapi: string; paths: object } = JSON.parse(
    await (await platform.ask('/openapi.json')).text(),
  );
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).toSorted()).toEqual([
    '/',
    '/files/granted/{grant}/{dataset}/{path}',
    '/files/{dataset}/{path}',
    '/healthz',
    '/v1/data/credentials',
    '/v1/data/dataset/{id}',
    '/v1/data/preview/{id}',
    '/v1/data/public/dataset/{id}',
    '/v1/data/public/preview/{id}',
    '/v1/data/public/search',
    '/v1/data/public/summarize',
    '/v1/data/search',
    '/v1/data/summarize',
  ]);
  await platform.close();
});
