import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSystemError } from '@vcp/schema';
import { temporaryFolder } from '@vcp/testing';
import { expect, test } from 'vitest';
import { databaseFile, openMigratedCatalog } from './data-folder.ts';

test('the catalog is for its owner only, also in a folder that others may read', async () => {
  await using folder = await temporaryFolder('data-folder');
  const dataDir = join(folder.path, 'shared');
  await mkdir(dataDir, { mode: 0o755 });
  const catalog = await openMigratedCatalog({ dataDir, databaseUrl: null });
  for (const suffix of ['', '-wal', '-shm'])
    expect((await stat(databaseFile(dataDir) + suffix)).mode & 0o777).toBe(0o600);
  await catalog.close();
});

test('a place where no folder can be is named', async () => {
  const opening = openMigratedCatalog({ dataDir: '/dev/null/platform', databaseUrl: null });
  await expect(opening).rejects.toThrow(FileSystemError);
  await expect(opening).rejects.toThrow('/dev/null/platform');
});
