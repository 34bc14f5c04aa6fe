import type { RunningPlatform } from '@vcp/testing';
import { z } from 'zod';

const Item = z
  .object({
    internal_id: z.string(),
    name: z.string(),
    domain: z.string(),
    version: z.string(),
    license: z.string(),
    tags: z.array(z.string()),
    locations: z.array(z.object({ url: z.string(), contentSize: z.int().nullish() })),
  })
  .transform((item) => ({
    ...item,
    namespace: item.tags.find((tag) => tag.startsWith('namespace:'))?.split(':')[1] ?? '',
  }));

const Record = z.looseObject({
  internal_id: z.string(),
  label: z.string(),
  version: z.string(),
  md: z.looseObject({
    '@type': z.string(),
    distribution: z.array(z.looseObject({ contentUrl: z.string(), sha256: z.string().nullish() })),
  }),
});

/** What the tests look at in an item of a search answer. */
export type CatalogItem = Readonly<z.infer<typeof Item>>;

/** The record of a dataset, with all that the platform says of it. */
export type CatalogRecord = Readonly<z.infer<typeof Record>>;

/** All items that a query finds, asked of the public part of the API in one page. */
export async function readItems(
  platform: RunningPlatform,
  query: string,
): Promise<readonly CatalogItem[]> {
  const parameters = new URLSearchParams({ query, limit: '100', use_cursor: 'true' });
  const answer = await readJson(`${platform.dataUrl}/public/search?${parameters}`);
  return z.object({ data: z.array(Item), cursor: z.null() }).parse(answer).data;
}

/** The record of one dataset, from the public part of the API. */
export async function readRecord(platform: RunningPlatform, id: string): Promise<CatalogRecord> {
  return Record.parse(await readJson(`${platform.dataUrl}/public/dataset/${id}?download=false`));
}

async function readJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
