import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checksumOf, DatasetRecord, normalizeLocation, SearchPage } from '@vcp/schema';
import { temporaryFolder } from '@vcp/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DIALECTS } from '../../catalog/test-catalog.ts';
import { importCroissant } from '../../import/import-croissant.ts';
import { saveImport } from '../../import/save-import.ts';
import { openTestPlatform, type TestPlatform } from '../test-platform.ts';

const digest = (algorithm: 'sha256' | 'md5') => createHash(algorithm).update('x').digest('hex');
const MD5 = digest('md5');
const SHA256 = digest('sha256');

describe.each(DIALECTS)('what an imported document says of its files, on %s', (dialect) => {
  let platform: TestPlatform;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeEach(async () => {
    platform = await openTestPlatform(dialect);
    folder = await temporaryFolder('imported-checksums');
  });
  afterEach(async () => {
    await platform.close();
    await folder.remove();
  });

  test.each([
    ['an MD5', { md5: MD5 }, { md5: MD5 }],
    ['a SHA-256', { sha256: SHA256 }, { sha256: SHA256 }],
    ['both', { md5: MD5, sha256: SHA256 }, { sha256: SHA256 }],
    ['neither', {}, {}],
  ])('%s: clients get the strongest, under its own name', async (_, given, sent) => {
    const source = join(folder.path, 'croissant.json');
    const distribution = [{ contentUrl: 'https://h.example/x.bin', ...given }];
    await writeFile(source, JSON.stringify({ '@type': 'Dataset', name: 'winter', distribution }));
    const events = importCroissant(source, { namespace: 'test', domain: 'unknown' });
    await saveImport(platform.catalog, events, () => undefined);

    const found = await (await platform.ask('/v1/data/public/search?query=winter')).json();
    const [item] = SearchPage.parse(found).data;
    const answer = await platform.ask(`/v1/data/public/dataset/${item?.internal_id}`);
    const record = DatasetRecord.parse(await answer.json());

    const location = { url: 'https://h.example/x.bin', contentSize: null, ...sent };
    expect(item?.locations).toEqual([location]);
    expect(record.locations).toEqual([location]);
    const described = record.md?.distribution[0] ?? {};
    expect({ ...described }).toMatchObject(sent);
    const [[algorithm, value] = []] = Object.entries(sent);
    const checksum = algorithm === undefined ? null : { algorithm, value };
    expect(normalizeLocation(location).checksum).toEqual(checksum);
    expect(checksumOf(described)).toEqual(checksum);
  });
});
