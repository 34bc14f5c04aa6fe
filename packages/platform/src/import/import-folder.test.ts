import {
  appendFile,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotFound } from '@vcp/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { findDataset } from '../catalog/find-dataset.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { DIALECTS, openTestCatalog } from '../catalog/test-catalog.ts';
import { listFiles, type StoredFile } from '../files/stored-files.ts';
import { encodeNpy } from '../science/npy.ts';
import { digestFile } from './file-digest.ts';
import { importFolder } from './import-folder.ts';
import type { ImportRemark } from './imported.ts';
import { registeredFile } from './registered-file.ts';
import { saveImport } from './save-import.ts';

const OPTIONS = { namespace: 'lab', domain: 'unknown' };
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vcp-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A folder with something of every kind. */
async function fill() {
  await mkdir(join(folder, 'sub', 'described'), { recursive: true });
  await copyFile(fixture('anndata-0.12.h5ad'), join(folder, 'cells.h5ad'));
  await cp(fixture('zstd-v3.zarr'), join(folder, 'sub', 'store.zarr'), { recursive: true });
  await writeFile(join(folder, 'sub', 'table.tsv'), 'cell\torgan\na\tlung\n');
  await writeFile(join(folder, 'sub', 'x.npy'), encodeNpy(new Float32Array(6), [2, 3]));
  await writeFile(join(folder, 'sub', 'README.md'), 'hello');
  await writeFile(join(folder, 'broken.h5ad'), 'nothing');
  await writeFile(join(folder, '.hidden.csv'), 'a\n');
  await symlink('/etc/hostname', join(folder, 'out.csv'));
  const described = join(folder, 'sub', 'described');
  await writeFile(join(described, 'part.bin'), 'bytes');
  await writeFile(
    join(described, 'dataset.json'),
    JSON.stringify({
      '@type': 'Dataset',
      name: 'Described',
      distribution: [{ '@type': 'FileSet', includes: '*.bin' }],
    }),
  );
}

async function read(root = folder) {
  const datasets = new Map<string, CatalogDataset>();
  const files: StoredFile[] = [];
  const remarks: ImportRemark[] = [];
  for await (const event of importFolder(root, OPTIONS)) {
    if (event.kind !== 'dataset') remarks.push(event);
    else {
      datasets.set(event.dataset.externalId, event.dataset);
      for await (const file of event.files) files.push(file);
    }
  }
  return { datasets, files, remarks };
}

test('every kind of file becomes a dataset, and what does not is named', async () => {
  await fill();
  const { datasets, files, remarks } = await read();
  expect([...datasets.keys()]).toEqual([
    'cells.h5ad',
    'Described',
    'sub/store.zarr',
    'sub/table.tsv',
    'sub/x.npy',
  ]);
  expect(
    remarks.map(({ kind, source, reason }) => [kind, source.slice(folder.length), reason]),
  ).toEqual([
    ['refused', '/broken.h5ad', 'not a readable HDF5 file: file signature not found'],
    ['note', '/out.csv', 'a link; links are not followed'],
    ['note', '/sub', '1 other files, of no kind that import knows'],
  ]);
  expect(datasets.get('cells.h5ad')).toMatchObject({
    name: 'A dozen cells',
    namespace: 'lab',
    biology: { cell_type: ['B cell', 'T cell'], organism: ['Homo sapiens'] },
    locations: [{ url: 'platform:cells.h5ad', format: 'application/x-hdf5' }],
  });
  expect(datasets.get('sub/table.tsv')).toMatchObject({
    name: 'table.tsv',
    biology: { tissue: ['lung'] },
    properties: expect.arrayContaining([{ name: 'row_count', value: 1 }]),
  });
  const store = files.filter(({ path }) => path.startsWith('store.zarr/'));
  expect(store.length).toBeGreaterThan(10);
  expect(datasets.get('sub/store.zarr')?.locations).toEqual([
    {
      url: 'platform:store.zarr/',
      format: 'application/vnd+zarr',
      size: store.reduce((sum, { size }) => sum + size, 0),
      checksum: null,
    },
  ]);
  for (const file of files) {
    expect(await digestFile(file.diskPath)).toEqual({ size: file.size, sha256: file.sha256 });
  }
});

test('the same folder elsewhere gives the same ids', async () => {
  await fill();
  const first = await read();
  const copy = `${folder}-copy`;
  try {
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
    const second = await read(copy);
    const ids = (datasets: ReadonlyMap<string, CatalogDataset>) =>
      [...datasets.values()].map(({ id }) => id);
    expect(ids(second.datasets)).toEqual(ids(first.datasets));
  } finally {
    await rm(copy, { recursive: true });
  }
});

test('a zarr store by itself is one dataset', async () => {
  const { datasets } = await read(fixture('blosc-v2.zarr'));
  expect([...datasets.values()]).toMatchObject([
    { externalId: 'blosc-v2.zarr', locations: [{ url: 'platform:blosc-v2.zarr/' }] },
  ]);
});

test.each([
  ['a name that is no path on other systems', 'a:b', /a:b/],
  ['a link that leads out of it', null, /leads out of the store/],
])('a zarr store with %s is refused as a whole', async (_, name, reason) => {
  const store = join(folder, 'x.zarr');
  await cp(fixture('blosc-v2.zarr'), store, { recursive: true });
  if (name === null) await symlink('/etc/hostname', join(store, 'link'));
  else await writeFile(join(store, name), 'x');
  const { datasets, remarks } = await read();
  expect(datasets.size).toBe(0);
  expect(remarks).toMatchObject([{ kind: 'refused', reason: expect.stringMatching(reason) }]);
});

test('a folder that does not exist is said so, and an interrupted import ends', async () => {
  await expect(read(join(folder, 'none'))).rejects.toThrow(NotFound);
  await fill();
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(importFolder(folder, { ...OPTIONS, signal }).next()).rejects.toThrow('stop');
});

describe.each(DIALECTS)('saved, on %s', (dialect) => {
  let catalog: CatalogDatabase;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ catalog, drop } = await openTestCatalog(dialect));
  });
  afterEach(() => drop());

  const save = async (remarks: ImportRemark[] = []) =>
    saveImport(catalog, importFolder(folder, OPTIONS), (remark) => remarks.push(remark));

  test('a first import adds, a second updates and forgets files that are gone', async () => {
    await fill();
    expect(await save()).toEqual({ added: 5, updated: 0, refused: 1 });
    const { datasets } = await read();
    const store = datasets.get('sub/store.zarr');
    const cells = datasets.get('cells.h5ad');
    if (store === undefined || cells === undefined) throw new Error('not imported');
    const before = await listFiles(catalog, store.id, '', null);
    await rm(join(folder, 'sub/store.zarr/uns/title/c'));
    await rm(join(folder, 'cells.h5ad'));
    await copyFile(fixture('anndata-0.7.h5ad'), join(folder, 'cells.h5ad'));
    expect(await save()).toEqual({ added: 0, updated: 5, refused: 1 });
    const after = await listFiles(catalog, store.id, '', null);
    expect(before.files.map(({ path }) => path)).toContain('store.zarr/uns/title/c');
    expect(after.files).toHaveLength(before.files.length - 1);
    expect(await findDataset(catalog, cells.id)).toMatchObject({
      name: 'cells.h5ad',
      biology: { cell_type: ['mast cell'] },
    });
    const [served] = (await listFiles(catalog, cells.id, '', null)).files;
    expect(served?.size).toBe((await readFile(fixture('anndata-0.7.h5ad'))).length);
  });

  test('another folder of the same shape replaces nothing, unless the first one is gone', async () => {
    await copyFile(fixture('anndata-0.7.h5ad'), join(folder, 'cells.h5ad'));
    await save();
    const other = `${folder}-other`;
    try {
      await cp(folder, other, { recursive: true });
      const remarks: ImportRemark[] = [];
      const saveOther = (namespace: string) =>
        saveImport(catalog, importFolder(other, { ...OPTIONS, namespace }), (remark) =>
          remarks.push(remark),
        );
      expect(await saveOther(OPTIONS.namespace)).toEqual({ added: 0, updated: 0, refused: 1 });
      expect(remarks[0]?.reason).toMatch(/from another place .*cells\.h5ad.*--namespace/);
      expect(await saveOther('other')).toEqual({ added: 1, updated: 0, refused: 0 });
      await rm(join(folder, 'cells.h5ad'));
      expect(await saveOther(OPTIONS.namespace)).toEqual({ added: 0, updated: 1, refused: 0 });
    } finally {
      await rm(other, { recursive: true });
    }
  });

  test('the second of two datasets with one id is refused, and so is one whose files change', async () => {
    await cp(fixture('blosc-v2.zarr'), join(folder, 'x.zarr'), { recursive: true });
    const document = JSON.stringify({ '@type': 'Dataset', name: 'twin' });
    for (const name of ['a', 'b']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'dataset.json'), document);
    }
    const remarks: ImportRemark[] = [];
    const events = async function* () {
      for await (const event of importFolder(folder, OPTIONS)) {
        if (event.source.endsWith('x.zarr')) await rm(join(folder, 'x.zarr/.zgroup'));
        if (event.source.endsWith('x.zarr')) await symlink('/etc', join(folder, 'x.zarr/.zgroup'));
        yield event;
      }
    };
    const summary = await saveImport(catalog, events(), (remark) => remarks.push(remark));
    expect(summary).toEqual({ added: 1, updated: 0, refused: 2 });
    expect(remarks.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^the same dataset as .*dataset\.json/),
      expect.stringMatching(/leads out of the store/),
    ]);
  });
});

test('a file that grows while it is read is refused', async () => {
  const path = join(folder, 'growing.csv');
  await writeFile(path, Buffer.alloc(8 * 1024 * 1024));
  let reading = true;
  const registered = registeredFile('id', 'growing.csv', path).finally(() => {
    reading = false;
  });
  const growing = (async () => {
    while (reading) await appendFile(path, 'more');
  })();
  await expect(registered).rejects.toThrow(/changed while it was read/);
  await growing;
});
