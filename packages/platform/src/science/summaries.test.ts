import { copyFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { InputError } from '@vcp/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContentReader } from './content-reader.ts';
import type { ContentSummary } from './content-summary.ts';
import { readH5adSummary } from './h5ad-summary.ts';
import { readTableSummary } from './table-summary.ts';
import { readZarrSummary } from './zarr-summary.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../import/fixtures/${name}`, import.meta.url));
const bundled = fileURLToPath(new URL('../../example/pbmc68k_reduced.h5ad', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vcp-summaries-'));
});
afterAll(() => rm(folder, { recursive: true }));

function properties(summary: ContentSummary): Record<string, unknown> {
  return Object.fromEntries(summary.properties.map(({ name, value }) => [name, value]));
}

test('an h5ad of today tells its biology from obs, then from uns', async () => {
  const summary = await readH5adSummary(fixture('anndata-0.12.h5ad'));
  expect(summary).toMatchObject({ title: 'A dozen cells', citation: 'Nobody (2020)', notes: [] });
  expect(summary.biology).toMatchObject({
    cell_type: ['B cell', 'T cell'],
    tissue: ['blood'],
    tissue_ontology_term_id: ['UBERON:0000178'],
    organism: ['Homo sapiens'],
    organism_ontology_term_id: ['NCBITaxon:9606'],
    assay: [],
  });
  expect(properties(summary)).toEqual({
    cell_count: 12,
    gene_count: 5,
    embeddings: ['X_umap'],
    obs_columns: ['cell_type', 'Organ', 'tissue_ontology_term_id', 'donor_age'],
    schema_version: '6.0.0',
  });
});

test('the layout of anndata 0.7 keeps the categories apart from the codes', async () => {
  const summary = await readH5adSummary(fixture('anndata-0.7.h5ad'));
  expect(summary.biology.cell_type).toEqual(['mast cell']);
  expect(properties(summary)).toMatchObject({ cell_count: 3, gene_count: 4 });
});

test('the oldest layout has obs as one compound dataset and the categories in uns', async () => {
  const summary = await readH5adSummary(bundled);
  expect(summary.biology.cell_type).toHaveLength(10);
  expect(summary.biology.cell_type).toContain('CD14+ Monocyte');
  expect(properties(summary)).toMatchObject({
    cell_count: 700,
    gene_count: 765,
    embeddings: ['X_pca', 'X_umap'],
  });
});

test('a hostile h5ad is read without following its links to other files', async () => {
  const summary = await readH5adSummary(fixture('hostile.h5ad'));
  expect(summary.biology).toMatchObject({
    cell_type: ['[31mred [0m line', '__proto__'],
    tissue: [],
    disease: [],
    organism: [],
    assay: [],
  });
  expect(summary.title).toHaveLength(500);
  expect(JSON.stringify(summary)).not.toContain('root:');
  expect(summary.notes).toEqual(
    expect.arrayContaining([
      'obs/tissue could not be read: the code 99 has no category',
      expect.stringMatching(/^obs\/organism could not be read/),
    ]),
  );
});

test.each([
  ['cut off', (whole: Buffer) => whole.subarray(0, 900_000), /truncated file/],
  ['empty', () => Buffer.alloc(0), /file signature not found/],
  ['text', () => Buffer.from('not HDF5\n'.repeat(200)), /file signature not found/],
])('an h5ad that is %s is refused with the reason', async (name, change, reason) => {
  const path = join(folder, `${name}.h5ad`);
  await writeFile(path, change(await readFile(bundled)));
  await expect(readH5adSummary(path)).rejects.toThrow(InputError);
  await expect(readH5adSummary(path)).rejects.toThrow(reason);
});

test('any changed byte gives a summary or a refusal, and the thread answers the next question', async () => {
  const whole = await readFile(fixture('anndata-0.12.h5ad'));
  const path = join(folder, 'changed.h5ad');
  const reader = new ContentReader({ limitMs: 20_000 });
  try {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 16), fc.nat(255), async (at, byte) => {
        await writeFile(path, Buffer.from(whole).fill(byte, at, at + 16));
        const answer = await reader.read('h5ad', path).catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(InputError);
        else expect(answer).toHaveProperty('biology');
      }),
      { numRuns: 25 },
    );
    const { title } = await reader.read('h5ad', fixture('anndata-0.12.h5ad'));
    expect(title).toBe('A dozen cells');
  } finally {
    await reader.close();
  }
});

test.each(['blosc-v2.zarr', 'zstd-v3.zarr'])(
  'the zarr store %s tells its biology',
  async (name) => {
    const summary = await readZarrSummary(fixture(name));
    expect(summary).toMatchObject({ title: 'A dozen cells', notes: [] });
    expect(summary.biology).toMatchObject({
      cell_type: ['B cell', 'T cell'],
      tissue: ['blood'],
      organism: ['Homo sapiens'],
    });
    expect(properties(summary)).toMatchObject({
      cell_count: 12,
      obs_columns: ['cell_type', 'Organ'],
    });
  },
);

test('an object of a zarr store that links out of it is not read', async () => {
  const store = join(folder, 'linked.zarr');
  await cp(fixture('blosc-v2.zarr'), store, { recursive: true });
  await copyFile(join(store, 'uns/title/0'), join(folder, 'outside'));
  await rm(join(store, 'uns/title/0'));
  await symlink(join(folder, 'outside'), join(store, 'uns/title/0'));
  const summary = await readZarrSummary(store);
  expect(summary.title).toBe(null);
  expect(summary.notes).toEqual([expect.stringMatching(/^uns\/title .* leads out of the store$/)]);
});

test('a folder that is no zarr store is refused', async () => {
  await expect(readZarrSummary(folder)).rejects.toThrow(/not a zarr store/);
});

test('a table tells its columns, rows and biology, also when it is packed', async () => {
  const path = join(folder, 'cells.tsv.gz');
  await writeFile(path, gzipSync('cell\tCell.Type\tn\na\tB cell\t1\nb\tT cell\t2\nc\tNA\t3\n'));
  const summary = await readTableSummary(path);
  expect(summary.biology.cell_type).toEqual(['B cell', 'T cell']);
  expect(properties(summary)).toEqual({
    row_count: 3,
    column_count: 3,
    columns: ['cell', 'Cell.Type', 'n'],
  });
});

test.each([
  ['empty.csv', '', /it is empty/],
  ['cut.csv.gz', gzipSync('a,b\n1,2\n'.repeat(500)).subarray(0, 30), /not a readable table/],
])('the table %s is refused', async (name, content, reason) => {
  const path = join(folder, name);
  await writeFile(path, content);
  await expect(readTableSummary(path)).rejects.toThrow(reason);
});

test('what takes too long is refused, and what is interrupted ends at once', async () => {
  const reader = new ContentReader({ limitMs: 1 });
  await expect(reader.read('h5ad', bundled)).rejects.toThrow(/longer than 0.001 s/);
  const stopped = AbortSignal.abort(new Error('stop'));
  await expect(reader.read('h5ad', bundled, stopped)).rejects.toThrow('stop');
  await reader.close();
});
