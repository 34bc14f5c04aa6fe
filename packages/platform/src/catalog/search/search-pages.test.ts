import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../query/parse.ts';
import { importDatasets } from '../import-datasets.ts';
import type { CatalogDatabase } from '../tables.ts';
import { DIALECTS, openTestCatalog, someDataset } from '../test-catalog.ts';
import { CatalogCache } from './catalog-cache.ts';
import { RANKED_HITS, type SearchRequest, searchCatalog } from './search-catalog.ts';
import { summarizeField } from './summarize-field.ts';

const cursorKey = new Uint8Array(32).fill(7);
const MANY = RANKED_HITS + 250;

describe.each(DIALECTS)('pages of a search on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;
  let sent = 0;
  let added = 0;

  const ask = (query: string, more: Partial<SearchRequest> = {}) =>
    searchCatalog(catalog, {
      query: parseQuery(query),
      limit: 10,
      cursor: null,
      cursorKey,
      ...more,
    });
  const names = async (query: string) => (await ask(query)).items.map(({ name }) => name);

  beforeAll(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect, {
      onQuery: () => {
        sent += 1;
      },
    }));
    await importDatasets(
      catalog,
      Array.from({ length: MANY }, (_, number) =>
        someDataset(number, {
          name: `atlas ${number}`,
          tags: number % 2 === 0 ? ['even'] : ['odd'],
        }),
      ),
    );
    await importDatasets(catalog, [
      someDataset(5_001, { name: 'a study', description: 'something about ganglia' }),
      someDataset(5_002, { name: 'ganglia', description: 'a short text' }),
      someDataset(5_003, { name: 'another study', biology: { tissue: ['ganglia'] } }),
    ]);
  });
  afterAll(() => drop());

  test('a hit in the name comes before one in a label, and that before the description', async () => {
    expect(await names('ganglia')).toEqual(['ganglia', 'another study', 'a study']);
  });

  test('without text in the query the newest come first', async () => {
    expect((await names('tags:even')).slice(0, 3)).toEqual(
      [MANY - 2, MANY - 4, MANY - 6].map((number) => `atlas ${number}`),
    );
  });

  test.each(['atlas', 'namespace:test AND NOT ganglia AND NOT study'])(
    'all hits of %s come once, past those that are ranked, while datasets are added',
    async (query) => {
      const cache = new CatalogCache();
      const { total } = await ask(query);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await ask(query, { limit: 100, cursor, cache });
        expect(page.total).toBe(total);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
        added += 1;
        await importDatasets(catalog, [someDataset(9_000 + added, { name: 'late atlas' })]);
      } while (cursor !== null);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(total);
    },
  );

  test('a listing that goes on does not hide from others what came after it began', async () => {
    const cache = new CatalogCache();
    const { cursor, total } = await ask('atlas', { cache });
    added += 1;
    await importDatasets(catalog, [someDataset(9_000 + added, { name: 'late atlas' })]);
    const fresh = new CatalogCache();
    expect((await ask('atlas', { cursor, cache: fresh })).total).toBe(total);
    expect((await ask('atlas', { cache: fresh })).total).toBe(total + 1);
  });

  test('a page ends where the hits end, without an empty one after it', async () => {
    const first = await ask('tags:even', { limit: MANY / 2 });
    expect(first.items).toHaveLength(MANY / 2);
    expect(first.cursor).toBeNull();
    expect(await ask('tags:nothing')).toEqual({ items: [], total: 0, cursor: null });
  });

  test('a cursor is good for its query and scopes only', async () => {
    const { cursor } = await ask('tags:even');
    for (const more of [
      { query: parseQuery('tags:odd') },
      { visibleScopes: ['staff'] },
      { cursorKey: new Uint8Array(32) },
    ])
      await expect(ask('tags:even', { cursor, ...more })).rejects.toMatchObject({
        code: 'ERR_INPUT',
      });
    // Another way to write the same query is the same query.
    expect((await ask('tags:EVEN', { cursor })).items).toHaveLength(10);
  });

  test('what is replaced is found by its new words only', async () => {
    await importDatasets(catalog, [someDataset(6_000, { name: 'zebra', tags: ['stripes'] })]);
    const cache = new CatalogCache();
    expect((await ask('zebra', { cache })).total).toBe(1);
    await importDatasets(catalog, [someDataset(6_000, { name: 'horse' })]);
    expect((await ask('zebra', { cache })).total).toBe(0);
    expect((await ask('tags:stripes', { cache })).total).toBe(0);
    expect((await ask('horse', { cache })).total).toBe(1);
  });

  test('a pattern may match more values than the text index is asked for', async () => {
    const tagged = Array.from({ length: 300 }, (_, n) =>
      someDataset(30_000 + n, { name: 'tagged', tags: [`label ${n}`, `label x${n}`] }),
    );
    await importDatasets(catalog, tagged);
    expect((await ask('tags:label x*')).total).toBe(300);
    expect((await ask('name:tagged AND NOT tags:label x1*')).total).toBe(300 - 111);
    expect((await ask('tags:label 7 OR tags:label x2*')).total).toBe(1 + 111);
  });

  test('hostile text is text', async () => {
    const hostile = [
      `"'; drop table dataset; --"`,
      `"' OR '1'='1"`,
      `tags:"') OR 1=1 --"`,
      'tags:%%%x',
      'at* %',
      `"${'a '.repeat(50)}"`,
      'tags:*a*b*c*d*e*f*g*h*i*',
      `${'NOT '.repeat(200)}atlas`,
      'name:"atlas & ! | <-> :* \\" 1"',
      '"NEAR(atlas 1)" OR "{name}: atlas" OR "^atlas"',
      'id:"\\\\x00"',
    ];
    for (const query of hostile) {
      const { total } = await ask(query);
      expect(total).toBeLessThanOrEqual(MANY + 500);
    }
    expect((await ask('atlas')).total).toBeGreaterThanOrEqual(MANY);
  });

  test('the number of round trips does not grow with the page or the lists', async () => {
    const trips = async (work: () => Promise<unknown>) => {
      const before = sent;
      await work();
      return sent - before;
    };
    const cases: [string, Partial<SearchRequest>][] = [
      ['atlas', { limit: 1 }],
      ['atlas', { limit: 1_000 }],
      ['tags:even OR cell_count:>5', { limit: 500 }],
    ];
    for (const [query, more] of cases)
      expect(await trips(() => ask(query, more))).toBeLessThanOrEqual(5);
    const query = parseQuery('tags:even');
    expect(
      await trips(() => summarizeField(catalog, { field: 'domain', query, size: 10 })),
    ).toBeLessThanOrEqual(3);
    const batch = Array.from({ length: 500 }, (_, n) =>
      someDataset(20_000 + n, { tags: [`t${n}`] }),
    );
    expect(await trips(() => importDatasets(catalog, batch))).toBeLessThanOrEqual(25);
  });
});
