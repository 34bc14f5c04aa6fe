import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoredFile } from '../files/stored-files.ts';
import { registeredFile } from '../import/registered-file.ts';
import { formatManifest, type ManifestEntry, parseManifest } from './manifest.ts';
import { exampleId, type PlannedDataset } from './plan.ts';

const MANIFEST = 'manifest.json';

/**
 * Makes the files of the plan in `folder`, or leaves them when they are there, each with the right
 * checksum. They are made aside and put in place by a rename: the folder is complete or absent,
 * also when two programs do this at once.
 */
export async function makeFiles(
  folder: string,
  plan: readonly PlannedDataset[],
): Promise<readonly StoredFile[]> {
  const intact = await intactFiles(folder, plan);
  if (intact !== null) return intact;
  const aside = `${folder}.new-${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  try {
    await writePlan(aside, plan);
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } catch (error) {
    const byAnother = await intactFiles(folder, plan);
    if (byAnother !== null) return byAnother;
    throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  const made = await intactFiles(folder, plan);
  if (made === null) throw new TypeError('the files of the example are not what was written');
  return made;
}

async function intactFiles(
  folder: string,
  plan: readonly PlannedDataset[],
): Promise<readonly StoredFile[] | null> {
  try {
    const entries = parseManifest(await readFile(join(folder, MANIFEST), 'utf8'));
    if (entries === null || !covers(entries, plan)) return null;
    const found: StoredFile[] = [];
    for (const { dataset, path, sha256 } of entries) {
      const file = await registeredFile(exampleId(dataset), path, join(folder, path));
      if (file.sha256 !== sha256) return null;
      found.push(file);
    }
    return found;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null;
    throw error;
  }
}

function covers(entries: readonly ManifestEntry[], plan: readonly PlannedDataset[]): boolean {
  return plan.every(({ externalId, files }) =>
    files.every(({ path }) =>
      entries.some((entry) => entry.dataset === externalId && entry.path.startsWith(path)),
    ),
  );
}

async function writePlan(folder: string, plan: readonly PlannedDataset[]): Promise<void> {
  const entries: ManifestEntry[] = [];
  for (const { externalId, files } of plan) {
    for (const file of files) {
      for (const [inside, bytes] of await file.contents()) {
        const path = file.path + inside;
        await write(join(folder, path), bytes);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        entries.push({ dataset: externalId, path, size: bytes.length, sha256 });
      }
    }
  }
  await write(join(folder, MANIFEST), Buffer.from(formatManifest(entries)));
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
