import { access, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { BIOLOGY_FIELDS, clashKey, isSafePath } from '@vcp/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { isUuid } from '../import/dataset-id.ts';
import { digestFile } from '../import/file-digest.ts';
import { readH5adSummary } from '../science/h5ad-summary.ts';
import { textAttribute, withHdf5File } from '../science/hdf5-file.ts';
import { decodeNpy } from '../science/npy.ts';
import { readZarrSummary } from '../science/zarr-summary.ts';
import { findBundledData } from './bundled-data.ts';
import { LINEAGES } from './cell-types.ts';
import { type LoadedExample, loadExample } from './load-example.ts';
import { readExampleSource } from './read-source.ts';

let dataDir: string;
let example: LoadedExample;
const inFolder = (path: string) => join(dataDir, 'example', path);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vcp-example-'));
  example = await loadExample({ dataDir });
});
afterAll(() => rm(dataDir, { recursive: true }));

function named(externalId: string): CatalogDataset {
  const found = example.datasets.find((dataset) => dataset.externalId === externalId);
  if (found === undefined) throw new Error(`no dataset ${externalId}`);
  return found;
}

test('every dataset is fully described', () => {
  expect(example.datasets).toHaveLength(17);
  for (const dataset of example.datasets) {
    expect(isUuid(dataset.id)).toBe(true);
    expect(dataset.creators.length).toBeGreaterThan(0);
    expect(dataset.locations.length).toBeGreaterThan(0);
    for (const field of BIOLOGY_FIELDS) expect(dataset.biology[field]).not.toEqual([]);
    expect(JSON.stringify([dataset.name, dataset.description, dataset.tags])).not.toMatch(
      /\[[^"]|undefined/,
    );
  }
  expect(new Set(example.datasets.map(({ id }) => id)).size).toBe(17);
});

test('what is registered is what lies on disk', async () => {
  for (const file of example.files) {
    expect(isSafePath(file.path)).toBe(true);
    expect(await digestFile(file.diskPath)).toEqual({ size: file.size, sha256: file.sha256 });
    expect(Date.parse(file.modified)).toBe(Math.trunc((await stat(file.diskPath)).mtimeMs));
  }
});

test('every location is registered, with its size and, for a file, its checksum', () => {
  for (const { id, locations } of example.datasets) {
    const files = example.files.filter((file) => file.datasetId === id);
    for (const { url, size, checksum } of locations) {
      const path = url.replace(/^platform:/, '');
      const inside = files.filter((file) => file.path === path || file.path.startsWith(path));
      expect(inside.length).toBeGreaterThan(0);
      expect(inside.reduce((sum, file) => sum + file.size, 0)).toBe(size);
      expect(checksum).toEqual(
        path.endsWith('/') ? null : { algorithm: 'sha256', value: inside[0]?.sha256 },
      );
    }
    expect(locations.reduce((sum, { size }) => sum + (size ?? 0), 0)).toBe(
      files.reduce((sum, { size }) => sum + size, 0),
    );
  }
});

test('names of files and stores are unique across the catalog, for clients that write flat', () => {
  const names = example.datasets.flatMap(({ locations }) =>
    locations.map(({ url }) => clashKey(basename(url))),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('an older version is there and is not the latest', () => {
  const older = named('pbmc68k-reduced-v1');
  const latest = named('pbmc68k-reduced');
  expect([older.latestVersion, latest.latestVersion]).toEqual([false, true]);
  expect(latest.versionOf).toEqual([older.id]);
  expect(example.datasets.filter((dataset) => !dataset.latestVersion)).toEqual([older]);
});

test('references lead to datasets of the catalog', () => {
  const ids = new Set(example.datasets.map(({ id }) => id));
  for (const { versionOf, transformationOf } of example.datasets) {
    for (const id of [...versionOf, ...transformationOf]) expect(ids).toContain(id);
  }
});

test.each(LINEAGES)(
  'the subset $slug holds the cells of its labels, unchanged',
  async (lineage) => {
    const source = await readExampleSource(await findBundledData());
    const part = named(`pbmc68k-${lineage.slug.replaceAll('_', '-')}`);
    const path = inFolder(`pbmc68k_${lineage.slug}.h5ad`);
    const summary = await readH5adSummary(path);
    expect(summary.biology).toEqual({ ...part.biology, cell_type: expect.anything() });
    expect(summary.biology.cell_type.toSorted()).toEqual(part.biology.cell_type.toSorted());
    expect(summary.title).toBe(part.name);
    const labels = source.cells.obs.columns.get('bulk_labels');
    if (labels === undefined || !('codes' in labels)) throw new Error('no labels');
    const rows = [...labels.codes.keys()].filter((row) =>
      lineage.labels.includes(labels.categories[labels.codes[row] ?? -1] ?? ''),
    );
    await withHdf5File(path, (root) => {
      const values = (name: string) => {
        const found = root.get(name);
        if (found === null || !('value' in found)) throw new Error(`no ${name}`);
        return found.value;
      };
      expect(values('obs/_index')).toEqual(rows.map((row) => source.cells.obs.index[row]));
      const { X } = source.cells;
      const expected = rows.flatMap((row) => [
        ...X.values.subarray(row * X.columns, (row + 1) * X.columns),
      ]);
      expect(values('X')).toEqual(Float32Array.from(expected));
      expect(values('obs/bulk_labels/categories')).toEqual(
        labels.categories.filter((label) => lineage.labels.includes(label)),
      );
      const obs = root.get('obs');
      if (obs === null || !('keys' in obs)) throw new Error('no obs');
      expect(textAttribute(obs, 'encoding-type')).toEqual(['dataframe']);
      expect(textAttribute(root, 'encoding-type')).toEqual(['anndata']);
    });
  },
);

test('the zarr store has several chunks, consolidated metadata, and the same biology', async () => {
  const store = inFolder('pbmc68k_reduced.zarr');
  const summary = await readZarrSummary(store);
  expect(summary.notes).toEqual([]);
  expect(summary.biology.cell_type).toHaveLength(10);
  const chunks = (await readdir(join(store, 'X'))).filter((name) => /^\d+\.0$/.test(name));
  expect(chunks).toHaveLength(7);
  const consolidated: unknown = JSON.parse(await readFile(join(store, '.zmetadata'), 'utf8'));
  expect(consolidated).toHaveProperty(['metadata', 'X/.zarray', 'shape'], [700, 765]);
});

test('the embeddings are the same numbers in CSV and npy', async () => {
  const { shape, data } = decodeNpy(await readFile(inFolder('pbmc68k_X_umap.npy')));
  expect(shape).toEqual([700, 2]);
  const rows = (await readFile(inFolder('pbmc68k_X_umap.csv'), 'utf8')).trim().split('\n');
  const numbers = rows.slice(1).flatMap((row) => row.split(',').slice(1).map(Number));
  expect(Float64Array.from(numbers)).toEqual(data);
});

test('a second time everything stays, bit for bit and untouched', async () => {
  expect(await loadExample({ dataDir })).toEqual(example);
});

test('damage is repaired, and made anew the files are the same', async () => {
  const path = inFolder('pbmc68k_nk_cells.h5ad');
  const { mtime } = await stat(path);
  await writeFile(path, 'damaged');
  await utimes(path, mtime, mtime);
  await rm(inFolder('pbmc68k_reduced.zarr/X/3.0'));
  const again = await loadExample({ dataDir });
  const contents = ({ files }: LoadedExample) => files.map(({ path, sha256 }) => [path, sha256]);
  expect(contents(again)).toEqual(contents(example));
  expect(again.datasets).toEqual(example.datasets);
  await access(path);
  expect((await readdir(dataDir)).toSorted()).toEqual(['example']);
});

test('a manifest that leads out of the folder is not believed', async () => {
  const manifest = inFolder('manifest.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('pbmc68k_genes.csv', '../../etc/passwd'));
  const again = await loadExample({ dataDir });
  expect(again.files.every((file) => isSafePath(file.path))).toBe(true);
});
