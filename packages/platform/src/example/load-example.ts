import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogDataset } from '../catalog/dataset.ts';
import type { StoredFile } from '../files/stored-files.ts';
import { mediaTypeOf } from '../import/media-type.ts';
import { findBundledData } from './bundled-data.ts';
import { makeFiles } from './make-files.ts';
import { exampleId, type PlannedDataset, planExample } from './plan.ts';
import {
  biologyWith,
  CITATION,
  CREATORS,
  DOI,
  DOMAIN,
  LICENSE,
  NAMESPACE,
  ORG,
  PUBLISHED,
  SOURCE_URL,
} from './provenance.ts';
import { type ExampleSource, readExampleSource } from './read-source.ts';

/** The example catalog, ready to be added. */
export interface LoadedExample {
  readonly datasets: readonly CatalogDataset[];
  readonly files: readonly StoredFile[];
}

/**
 * The bundled example catalog of real data: 68k PBMCs of 10x Genomics, whole and in parts. Its
 * files are made in `DATA-DIR/example`, the same bytes on every machine; those that are there and
 * intact are left alone, so that a second call is quick and ids and checksums stay.
 */
export async function loadExample(options: { readonly dataDir: string }): Promise<LoadedExample> {
  const original = await readFile(await findBundledData());
  const plan = planExample(await readUnpacked(original), original);
  const folder = join(options.dataDir, 'example');
  const made = await makeFiles(folder, plan);
  return {
    datasets: plan.map((planned) => catalogDataset(planned, made)),
    files: made,
  };
}

/** A program that is a single file has the data inside; only a file on disk can be read in parts. */
async function readUnpacked(original: Uint8Array): Promise<ExampleSource> {
  const folder = await mkdtemp(join(tmpdir(), 'vcp-example-'));
  try {
    const path = join(folder, 'source.h5ad');
    await writeFile(path, original);
    return await readExampleSource(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function catalogDataset(planned: PlannedDataset, made: readonly StoredFile[]): CatalogDataset {
  const id = exampleId(planned.externalId);
  const own = made.filter((file) => file.datasetId === id);
  return {
    id,
    externalId: planned.externalId,
    name: planned.name,
    description: planned.description,
    type: 'dataset',
    domain: DOMAIN,
    namespace: NAMESPACE,
    org: ORG,
    owner: ORG,
    version: planned.version,
    latestVersion: planned.latestVersion,
    license: LICENSE,
    doi: DOI,
    sourceUrl: SOURCE_URL,
    citation: CITATION,
    publishedAt: PUBLISHED,
    tags: planned.tags,
    scopes: [],
    creators: CREATORS,
    biology: biologyWith(planned.cellTypes),
    properties: planned.properties,
    versionOf: planned.versionOf,
    transformationOf: planned.madeFrom,
    locations: planned.files.map(({ path }) => {
      const inside = own.filter((file) => file.path === path || isInside(file.path, path));
      const [first] = inside;
      return {
        url: `platform:${path}`,
        format: mediaTypeOf(path),
        size: inside.reduce((sum, file) => sum + file.size, 0),
        checksum:
          path.endsWith('/') || !first ? null : { algorithm: 'sha256', value: first.sha256 },
      };
    }),
  };
}

function isInside(path: string, folder: string): boolean {
  return folder.endsWith('/') && path.startsWith(folder);
}
