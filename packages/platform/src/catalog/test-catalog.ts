import { type DatabaseOptions, type DialectName, migrate } from '@vcp/database';
import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import { createTestDatabase, startPostgres } from '@vcp/testing';
import fc from 'fast-check';
import type { Biology, CatalogDataset } from './dataset.ts';
import { CATALOG_COMPONENT, catalogMigrations } from './migrations.ts';
import { openCatalogDatabase } from './open-catalog-database.ts';
import type { CatalogDatabase } from './tables.ts';

/** For `describe.each`: what is promised holds on both. */
export const DIALECTS: readonly DialectName[] = ['sqlite', 'postgres'];

/** An empty catalog of a test's own. */
export async function openTestCatalog(
  dialect: DialectName,
  options: DatabaseOptions = {},
): Promise<{ catalog: CatalogDatabase; drop: () => Promise<void> }> {
  if (dialect === 'sqlite') {
    const catalog = openCatalogDatabase(':memory:', options);
    await migrate(catalog, CATALOG_COMPONENT, catalogMigrations);
    return { catalog, drop: () => catalog.close() };
  }
  const server = await startPostgres();
  const database = await createTestDatabase(server.url);
  const catalog = openCatalogDatabase(database.url, options);
  await migrate(catalog, CATALOG_COMPONENT, catalogMigrations);
  return {
    catalog,
    drop: async () => {
      await catalog.close();
      await database.drop();
      await server.stop();
    },
  };
}

const NO_BIOLOGY = Object.fromEntries(
  BIOLOGY_FIELDS.map((field) => [field, []]),
) as unknown as Biology; // every field

/** A dataset with little in it but an id made of `number`, and what the test gives. */
export function someDataset(
  number: number,
  {
    biology,
    ...rest
  }: Partial<Omit<CatalogDataset, 'biology'>> & { biology?: Partial<Biology> } = {},
): CatalogDataset {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    externalId: `external-${number}`,
    name: `Dataset ${number}`,
    description: null,
    type: 'dataset',
    domain: 'single cell',
    namespace: 'test',
    org: null,
    owner: null,
    version: '1',
    latestVersion: true,
    license: null,
    doi: null,
    sourceUrl: null,
    citation: null,
    publishedAt: null,
    tags: [],
    scopes: [],
    creators: [],
    properties: [],
    versionOf: [],
    transformationOf: [],
    locations: [],
    ...rest,
    biology: { ...NO_BIOLOGY, ...biology },
  };
}

const WORDS = [
  'brain',
  'lung',
  'hard',
  'palate',
  'T',
  'cell',
  'CD4+',
  'naïve',
  '10x',
  "3'",
  'β',
  'and',
  'of',
];

const phrase = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));
const phrases = fc.uniqueArray(phrase, { maxLength: 3 });

/** Datasets of few words, so that random queries hit them; ids differ within `numbers`. */
export function arbitraryDataset(numbers: fc.Arbitrary<number>): fc.Arbitrary<CatalogDataset> {
  return fc
    .record({
      number: numbers,
      name: phrase,
      description: fc.option(phrase),
      namespace: fc.constantFrom('cellxgene', 'tabula', 'namespace x'),
      domain: fc.constantFrom('single cell', 'imaging'),
      latestVersion: fc.boolean(),
      doi: fc.option(fc.constantFrom('10.1038/s41586-020-2649-2', '10.1/brain')),
      publishedAt: fc.option(
        fc.constantFrom('2023-12-31', '2024-01-01', '2024-05-17T12:00:00Z', '2025'),
      ),
      tags: fc.uniqueArray(fc.oneof(phrase, fc.constantFrom('namespace:cellxgene', 'atlas'))),
      scopes: fc.uniqueArray(fc.constantFrom('staff', 'partner'), { maxLength: 2 }),
      creators: fc.array(
        fc.record({
          type: fc.constantFrom('Organization' as const, 'Person' as const),
          name: phrase,
          url: fc.constant(null),
        }),
        { maxLength: 2 },
      ),
      biology: fc.record({ tissue: phrases, cell_type: phrases, organism: phrases }),
      properties: fc
        .option(fc.integer({ min: 0, max: 20 }))
        .map((value) => (value === null ? [] : [{ name: 'cell_count', value }])),
    })
    .map(({ number, ...fields }) => someDataset(number, fields));
}
