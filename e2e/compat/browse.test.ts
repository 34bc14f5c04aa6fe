import { type RunningPlatform, startPlatform } from '@vcp/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OriginalClient, originalClient } from './original-client.ts';
import { type CatalogItem, readItems, readRecord } from './platform-answers.ts';

const TOKEN = 'compat-token-for-the-platform';
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const LATEST = ' AND latest_version:true';

let platform: RunningPlatform;
let items: readonly CatalogItem[];

beforeAll(async () => {
  platform = await startPlatform(['--example'], { VCP_PLATFORM_TOKEN: TOKEN });
  items = await readItems(platform, `*${LATEST}`);
});
afterAll(async () => {
  await platform?.stop();
});

function first(): CatalogItem {
  const [item] = items;
  if (item === undefined) throw new Error('the example catalog is empty');
  return item;
}

describe.each([
  ['not signed in', undefined],
  ['signed in', TOKEN],
])('%s', (_, token) => {
  let client: OriginalClient;

  beforeAll(async () => {
    client = await originalClient({
      dataUrl: platform.dataUrl,
      ...(token === undefined ? {} : { token }),
    });
  });
  afterAll(async () => {
    await client?.[Symbol.asyncDispose]();
  });

  test('search pages through everything that matches, each dataset once', async () => {
    const pages = Math.ceil(items.length / 10);
    expect(pages).toBeGreaterThan(1);
    const { exitCode, stdout } = await client.run(['data', 'search', '*'], '\n'.repeat(pages - 1));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Page 1: Datasets 1-10 of ${items.length}`);
    expect(stdout).toContain(`Page ${pages}: Datasets ${pages * 10 - 9}-${items.length} of`);
    expect(stdout).toContain('End of results');
    expect((stdout.match(ID) ?? []).sort()).toEqual(items.map((item) => item.internal_id).sort());
  });

  test('a person may stop after the first page', async () => {
    const { exitCode, stdout } = await client.run(['data', 'search', '*'], 'q\n');
    expect(exitCode).toBe(0);
    expect(stdout.match(ID)).toHaveLength(10);
  });

  test('search --full shows what the catalog knows of each dataset', async () => {
    const { exitCode, stdout } = await client.run(
      ['data', 'search', '--full', '--exact', first().name],
      'q\n',
    );
    expect(exitCode).toBe(0);
    const shown = fieldsOf(stdout, first().internal_id);
    expect(shown).toMatchObject({
      'Dataset name': first().name,
      Domain: first().domain,
      Version: first().version,
      Namespace: first().namespace,
      'Organism label': 'Homo sapiens',
      'Organism ontology term ID': 'NCBITaxon:9606',
      'Tissue label': 'blood',
      License: first().license,
    });
    expect(shown['Dataset Size']).toMatch(/^[\d.]+ \w+ \(\d+ files\)$/);
  });

  test('search narrows by namespace, and widens to all versions', async () => {
    const elsewhere = await client.run(['data', 'search', '*', '--namespace', 'not-there']);
    expect(elsewhere.stdout).toContain('No datasets found');
    const all = await readItems(platform, '*');
    expect(all.length).toBeGreaterThan(items.length);
    const found = await client.run(['data', 'search', '*', '--all-versions'], '\n\n\n');
    expect(found.stdout).toContain(` of ${all.length}`);
    const here = await client.run(
      ['data', 'search', '*', '--namespace', first().namespace],
      '\n\n',
    );
    expect(here.stdout).toContain(` of ${items.length}`);
  });

  test('search finds by field, phrase and ontology id', async () => {
    for (const term of ['cell_type:"B cell"', 'tissue_ontology_term_id:UBERON\\:0000178']) {
      const expected = await readItems(platform, term + LATEST);
      const { stdout } = await client.run(['data', 'search', term], '\n\n');
      expect((stdout.match(ID) ?? []).sort()).toEqual(
        expected.map((item) => item.internal_id).sort(),
      );
      expect(expected.length).toBeGreaterThan(0);
    }
  });

  test('a query that cannot be read is an error, with the server’s words', async () => {
    const { exitCode, stdout } = await client.run(['data', 'search', 'tissue:(']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/position|query/i);
  });

  test('describe draws the tables of a dataset', async () => {
    const { exitCode, stdout } = await client.run(['data', 'describe', first().internal_id]);
    expect(exitCode).toBe(0);
    const record = await readRecord(platform, first().internal_id);
    for (const value of ['Homo sapiens', 'UBERON:0000178', first().license, record.version]) {
      expect(stdout).toContain(value);
    }
    expect(stdout.replace(/\s+/g, '')).toContain(record.label.replace(/\s+/g, ''));
    expect(stdout).toMatch(/DOI\s+│\s+10\.\d{4,9}\//);
    expect(stdout).toMatch(/Total Dataset Size\s+│\s+[\d.]+ \w+ \(\d+ files\)/);
  });

  test('describe --raw prints the platform’s own answer', async () => {
    const { exitCode, stdout } = await client.run([
      'data',
      'describe',
      '--raw',
      first().internal_id,
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(await readRecord(platform, first().internal_id));
  });

  test('describe --full prints the record as the original understands it', async () => {
    const { exitCode, stdout } = await client.run([
      'data',
      'describe',
      '--full',
      first().internal_id,
    ]);
    expect(exitCode).toBe(0);
    const record = await readRecord(platform, first().internal_id);
    expect(JSON.parse(stdout)).toMatchObject({
      internal_id: record.internal_id,
      label: record.label,
      md: { '@type': record.md['@type'], distribution: record.md.distribution },
    });
  });

  test('a dataset that is not there is an error', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    const { exitCode, stdout } = await client.run(['data', 'describe', missing]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/not found/i);
  });

  test('summary counts the datasets of each value', async () => {
    const { exitCode, stdout } = await client.run(['data', 'summary', 'organism']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Homo sapiens\s+│\s+\d+/);
    expect(stdout).toContain(`│ ${items.length} `);
    const narrowed = await client.run(['data', 'summary', 'namespace', '-q', 'nothing-has-this']);
    expect(narrowed.exitCode).toBe(0);
    expect(narrowed.stdout).toContain('items 0 to 0 of 0');
  });

  test('preview gives the viewer’s address for a zarr store, and refuses others', async () => {
    const zarr = await findByFile(/\.zarr\/?$/);
    const { exitCode, stdout } = await client.run(['data', 'preview', zarr]);
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, '')).toContain(zarr);
    expect(stdout).toMatch(/https?:\/\//);
    const refused = await client.run(['data', 'preview', await findByFile(/\.csv$/)]);
    expect(refused.exitCode).toBe(1);
  });
});

test('a token that the platform does not know is an error', async () => {
  await using client = await originalClient({ dataUrl: platform.dataUrl, token: 'wrong' });
  const { exitCode, stdout } = await client.run(['data', 'search', '*']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/auth|log ?in/i);
});

async function findByFile(pattern: RegExp): Promise<string> {
  const found = items.find((item) => item.locations.some(({ url }) => pattern.test(url)));
  if (found === undefined) throw new Error(`no dataset has a file like ${pattern}`);
  return found.internal_id;
}

/** The field/value table of one dataset in what `search --full` printed. */
function fieldsOf(printed: string, id: string): Readonly<Record<string, string>> {
  const table = printed.split(/^\+-+\+$/m).find((part) => part.includes(id)) ?? '';
  const fields: Record<string, string> = {};
  let last = '';
  for (const line of table.split('\n')) {
    const [, name, value] = /^\|\s?(.*?)\s*\|\s?(.*?)\s*\|$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (name !== '') last = name;
    fields[last] = name === '' ? `${fields[last]}${value}` : value;
  }
  return fields;
}
