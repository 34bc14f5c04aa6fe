import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printQuery } from '../../query/print-query.ts';
import { arbitraryQuery } from '../../query/test-queries.ts';
import type { CatalogDataset } from '../dataset.ts';
import { importDatasets } from '../import-datasets.ts';
import type { CatalogDatabase } from '../tables.ts';
import { arbitraryDataset, DIALECTS, openTestCatalog, someDataset } from '../test-catalog.ts';
import { CatalogCache } from './catalog-cache.ts';
import { isVisible, matchesQuery } from './query-oracle.ts';
import { type SearchRequest, searchCatalog } from './search-catalog.ts';
import { type Facet, summarizeField } from './summarize-field.ts';

const cursorKey = new Uint8Array(32).fill(7);

const anyQuery = arbitraryQuery({
  words: [
    'brain',
    'lung',
    'hard',
    'palate',
    't',
    'cell',
    'cd4',
    'naive',
    '10x',
    '3',
    'β',
    'and',
    'of',
    'x',
  ],
  labelFields: ['tissue', 'cell_type', 'organism', 'namespace', 'tags', 'creator', 'doi', 'domain'],
  exactValues: ['external-3', someDataset(4).id, 'nothing', '\0', '\ud800'],
});
const anyCatalog = fc.uniqueArray(arbitraryDataset(fc.integer({ min: 1, max: 60 })), {
  minLength: 5,
  maxLength: 40,
  selector: ({ id }) => id,
});
const anyScopes = fc.subarray(['staff', 'partner', 'nobody']);

describe.each(DIALECTS)('search on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
  });
  afterAll(() => drop());

  async function replaceCatalog(datasets: readonly CatalogDataset[]): Promise<void> {
    await catalog.db.deleteFrom('dataset').execute();
    await catalog.db.deleteFrom('dataset_text' as 'dataset').execute();
    await importDatasets(catalog, datasets);
  }

  async function searchAll(
    query: SearchRequest['query'],
    limit: number,
    more: Partial<SearchRequest> = {},
  ): Promise<{ ids: string[]; totals: Set<number>; pages: number }> {
    const ids: string[] = [];
    const totals = new Set<number>();
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page = await searchCatalog(catalog, { query, limit, cursor, cursorKey, ...more });
      ids.push(...page.items.map(({ id }) => id));
      totals.add(page.total);
      cursor = page.cursor;
      pages += 1;
    } while (cursor !== null);
    return { ids, totals, pages };
  }

  test('finds exactly what looking at every dataset finds, each once, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCatalog,
        fc.array(fc.tuple(anyQuery, anyScopes, fc.integer({ min: 1, max: 15 })), {
          minLength: 12,
          maxLength: 12,
        }),
        async (datasets, questions) => {
          await replaceCatalog(datasets);
          for (const [query, visibleScopes, limit] of questions) {
            const wanted = datasets
              .filter((one) => matchesQuery(one, query) && isVisible(one, visibleScopes))
              .map(({ id }) => id);
            const { ids, totals, pages } = await searchAll(query, limit, { visibleScopes });
            expect(ids.toSorted(), printQuery(query)).toEqual(wanted.toSorted());
            expect([...totals]).toEqual([wanted.length]);
            expect(pages).toBe(Math.max(1, Math.ceil(wanted.length / limit)));
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('facets are what counting by hand gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCatalog,
        fc.array(fc.tuple(anyQuery, anyScopes), { minLength: 10, maxLength: 10 }),
        fc.constantFrom('tissue' as const, 'cell_type' as const, 'domain' as const),
        fc.integer({ min: 0, max: 6 }),
        async (datasets, questions, field, size) => {
          await replaceCatalog(datasets);
          const cache = new CatalogCache();
          for (const [query, visibleScopes] of [...questions, ...questions]) {
            const counts = new Map<string, number>();
            for (const one of datasets)
              if (matchesQuery(one, query) && isVisible(one, visibleScopes))
                for (const value of field === 'domain' ? [one.domain] : one.biology[field])
                  counts.set(value, (counts.get(value) ?? 0) + 1);
            const wanted: Facet[] = [...counts]
              .map(([value, count]) => ({ value, count }))
              .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
            expect(
              await summarizeField(catalog, { field, query, size, visibleScopes, cache }),
            ).toEqual({
              totalBuckets: wanted.length,
              facets: wanted.slice(0, size),
            });
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
