import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogDatabase } from '../tables.ts';
import { DIALECTS, openTestCatalog } from '../test-catalog.ts';
import { joinedSeqs, parseSeqs } from './seq-list.ts';

describe.each(DIALECTS)('a list of seqs in one text on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
  });
  afterAll(() => drop());

  test.each([
    [[]],
    [[1]],
    [[7, 3, 2 ** 31 - 1, 10, 10]],
    [Array.from({ length: 5_000 }, (_, n) => n)],
  ])('comes as it was: %#', async (seqs) => {
    const source =
      seqs.length === 0
        ? sql`select cast(1 as integer) as seq where 1 = 0`
        : dialect === 'sqlite'
          ? sql`select value as seq from json_each(${JSON.stringify(seqs)})`
          : sql`select unnest(${`{${seqs.join(',')}}`}::integer[]) as seq`;
    const { rows } = await sql<{ list: string | null }>`
        select ${joinedSeqs(dialect, sql`seq`)} as list from (${source}) as found`.execute(
      catalog.db,
    );
    expect([...parseSeqs(dialect, rows[0]?.list ?? null)]).toEqual(seqs);
  });
});
