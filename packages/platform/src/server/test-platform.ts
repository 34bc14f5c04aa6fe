import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DialectName } from '@vcp/database';
import { temporaryFolder } from '@vcp/testing';
import { pino } from 'pino';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { importDatasets } from '../catalog/import-datasets.ts';
import type { CatalogDatabase } from '../catalog/tables.ts';
import { openTestCatalog } from '../catalog/test-catalog.ts';
import { registerFiles } from '../files/stored-files.ts';
import { registeredFile } from '../import/registered-file.ts';
import { createApp } from './app.ts';
import { DEFAULT_VIEWER_URL } from './data/neuroglancer.ts';
import type { PlatformDeps } from './deps.ts';
import { deriveKeys } from './keys.ts';
import { openCatalogReader } from './open-catalog-reader.ts';
import { LOOPBACK_NAMES } from './request-guard.ts';

/** What members show in tests. */
export const TEST_TOKEN = 'the-token-of-the-tests-only';

/** A header that shows it. */
export const MEMBER = { authorization: `Bearer ${TEST_TOKEN}` };

/** The application on a database and a folder of a test's own. */
export interface TestPlatform {
  readonly catalog: CatalogDatabase;
  readonly deps: PlatformDeps;
  /** Asks the application without a network; a path or a whole URL. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly add: (...datasets: readonly CatalogDataset[]) => Promise<void>;
  /** Writes a file to disk, registers it, and answers its path there. */
  readonly addFile: (datasetId: string, path: string, content: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens one; `changes` replace what it stands on. */
export async function openTestPlatform(
  dialect: DialectName = 'sqlite',
  changes: Partial<PlatformDeps> = {},
): Promise<TestPlatform> {
  const { catalog, drop } = await openTestCatalog(dialect);
  const folder = await temporaryFolder('platform-files');
  const keys = deriveKeys(TEST_TOKEN);
  const deps: PlatformDeps = {
    catalog: openCatalogReader(catalog, keys.cursor),
    keys,
    accessToken: TEST_TOKEN,
    issueCredentials: async () => null,
    hostNames: LOOPBACK_NAMES,
    viewerUrl: DEFAULT_VIEWER_URL,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    ...changes,
  };
  const app = createApp(deps);
  return {
    catalog,
    deps,
    ask: async (path, init) => app.request(new URL(path, 'http://127.0.0.1:8787').href, init),
    add: async (...datasets) => void (await importDatasets(catalog, datasets)),
    addFile: async (datasetId, path, content) => {
      const diskPath = join(folder.path, datasetId, path);
      await mkdir(dirname(diskPath), { recursive: true });
      await writeFile(diskPath, content);
      await registerFiles(catalog, [await registeredFile(datasetId, path, diskPath)]);
      return diskPath;
    },
    close: async () => {
      await drop();
      await folder.remove();
    },
  };
}
