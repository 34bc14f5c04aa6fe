import { InputError, NotFound } from '@vcp/schema';
import { makeBucket, putObjects, type S3Server, startS3 } from '@vcp/testing';
import type { S3Connection } from '@vcp/transfer';
import { beforeAll, expect, test } from 'vitest';
import { importS3Prefix } from './import-s3-prefix.ts';
import type { ImportEvent } from './imported.ts';

const BUCKET = 'import-prefix';

let s3: S3Server;
let connection: S3Connection;
beforeAll(async () => {
  s3 = await startS3();
  connection = {
    endpointUrl: s3.endpoint,
    region: s3.region,
    keys: { accessKeyId: s3.accessKey, secretAccessKey: s3.secretKey, sessionToken: null },
  };
  await makeBucket(s3, BUCKET);
  await putObjects(s3, BUCKET, {
    'lab/a.h5ad': '12345',
    'lab/deep/b c.csv.gz': '1',
    'lab/notes.txt': 'x',
    'lab/one.zarr/.zattrs': '{}',
    'lab/one.zarr/X/0.0': '123',
    'lab/one.zarr/obs/table.csv': '12',
    'lab/one.zarr.h5ad': '1',
    'lab/plain-store/.zgroup': '{}',
    'lab/plain-store/X/0': '1',
    'lab/v3.zarr/X/c/0': '1',
    'lab/v3.zarr/zarr.json': '{}',
    'other/z.npy': '1',
  });
});

async function read(url: string, over: Partial<S3Connection> = {}): Promise<ImportEvent[]> {
  const events: ImportEvent[] = [];
  const options = {
    namespace: 'lab',
    domain: 'unknown',
    connection: { ...connection, ...over },
    signal: AbortSignal.timeout(20_000),
  };
  for await (const event of importS3Prefix(url, options)) events.push(event);
  return events;
}

test('objects are grouped into datasets; a store is one, without a trailing slash', async () => {
  const events = await read(`s3://${BUCKET}/lab/`);
  const found = events.flatMap((event) => {
    if (event.kind !== 'dataset') return [];
    const { externalId, locations } = event.dataset;
    expect(externalId).toBe(locations[0]?.url);
    return locations.map(({ url, size, format }) => [
      url.slice(`s3://${BUCKET}/`.length),
      size,
      format,
    ]);
  });
  expect(found).toEqual([
    ['lab/a.h5ad', 5, 'application/x-hdf5'],
    ['lab/deep/b c.csv.gz', 1, 'application/gzip'],
    ['lab/one.zarr.h5ad', 1, 'application/x-hdf5'],
    ['lab/one.zarr', 7, 'application/vnd+zarr'],
    ['lab/plain-store', 3, 'application/vnd+zarr'],
    ['lab/v3.zarr', 3, 'application/vnd+zarr'],
  ]);
  expect(events.filter(({ kind }) => kind === 'note')).toMatchObject([
    { reason: '1 other objects, of no kind that import knows' },
  ]);
});

test('a prefix need not end at a slash, and ids depend on the address', async () => {
  const [one] = await read(`s3://${BUCKET}/other/z`);
  const [again] = await read(`s3://${BUCKET}/other`);
  if (one?.kind !== 'dataset' || again?.kind !== 'dataset') throw new Error('not found');
  expect(one.dataset).toEqual(again.dataset);
});

test('what is no S3 address, and a bucket that is not there, are said so', async () => {
  await expect(read('https://h.example/x')).rejects.toThrow(InputError);
  await expect(read('s3://no-such-bucket-here/x')).rejects.toThrow(NotFound);
});
