import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadAnswer, InputError, NetworkError, ServerError } from '@vcp/schema';
import { makeBucket, putObjects, type S3Server, startS3 } from '@vcp/testing';
import { signV4 } from '@vcp/transfer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { someDataset } from '../catalog/test-catalog.ts';
import { type IssuedCredentials, issueCredentials } from './credential-issuer.ts';
import type { S3Settings } from './s3-settings.ts';

const BUCKET = 'credential-test';
const NEIGHBOUR = 'credential-test-neighbour';
const { signal } = new AbortController();

let s3: S3Server;
let settings: S3Settings;
beforeAll(async () => {
  s3 = await startS3();
  settings = {
    endpointUrl: s3.endpoint,
    region: s3.region,
    accessKeyId: s3.accessKey,
    secretAccessKey: s3.secretKey,
    sessionToken: null,
    roleArn: null,
    buckets: [],
  };
  await makeBucket(s3, BUCKET);
  await makeBucket(s3, NEIGHBOUR);
  await putObjects(s3, BUCKET, {
    'one/a.h5ad': 'a',
    'one/store.zarr/.zgroup': '{}',
    'one/store.zarr/X/0': '0',
    'one-more/b.h5ad': 'b',
    'two/c.h5ad': 'c',
    'odd*/d.h5ad': 'd',
    'oddities/e.h5ad': 'e',
  });
  await putObjects(s3, NEIGHBOUR, { 'one/a.h5ad': 'a' });
});
afterAll(() => s3?.stop());

/** Every folder is the dataset's own. */
const issuer = (changed: S3Settings) => ({ settings: changed, isExclusive: async () => true });

function datasetAt(...urls: string[]): CatalogDataset {
  return someDataset(1, {
    locations: urls.map((url) => ({ url, format: null, size: null, checksum: null })),
  });
}

/** Asks S3 with issued keys; the status says whether it was allowed. */
async function ask(
  keys: IssuedCredentials,
  method: string,
  path: string,
  query: Record<string, string> = {},
): Promise<number> {
  const { host } = new URL(s3.endpoint);
  const body = method === 'PUT' ? 'written' : undefined;
  const headers = signV4(
    { method, host, path, query, ...(body === undefined ? {} : { body }) },
    keys,
    { service: 's3', region: keys.region, now: new Date() },
  );
  const url = new URL(path, s3.endpoint);
  url.search = new URLSearchParams(query).toString();
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  await answer.arrayBuffer();
  return answer.status;
}

async function issued(dataset: CatalogDataset, changed = settings): Promise<IssuedCredentials> {
  const keys = await issueCredentials(issuer(changed), dataset, signal);
  if (keys === null) throw new TypeError('no keys were issued');
  return keys;
}

describe('keys for a folder and an object', () => {
  let keys: IssuedCredentials;
  beforeAll(async () => {
    keys = await issued(
      datasetAt(`s3://${BUCKET}/one/store.zarr`, `s3://${BUCKET}/one/a.h5ad`, 'https://x.test/y'),
    );
  });

  test.each(['one/a.h5ad', 'one/store.zarr/.zgroup', 'one/store.zarr/X/0'])(
    'read %s, which is of the dataset',
    async (key) => {
      expect(await ask(keys, 'GET', `/${BUCKET}/${key}`)).toBe(200);
      expect(await ask(keys, 'HEAD', `/${BUCKET}/${key}`)).toBe(200);
    },
  );

  test.each([
    `/${BUCKET}/one-more/b.h5ad`,
    `/${BUCKET}/two/c.h5ad`,
    `/${BUCKET}/oddities/e.h5ad`,
    `/${NEIGHBOUR}/one/a.h5ad`,
  ])('do not read %s, which is of another', async (path) => {
    expect(await ask(keys, 'GET', path)).toBe(403);
  });

  test.each(['PUT', 'DELETE'])('do not %s', async (method) => {
    expect(await ask(keys, method, `/${BUCKET}/one/a.h5ad`)).toBe(403);
    expect(await ask(keys, method, `/${BUCKET}/one/store.zarr/new`)).toBe(403);
    expect(await ask(keys, 'GET', `/${BUCKET}/one/a.h5ad`)).toBe(200);
  });

  test.each([
    [{ prefix: 'one/store.zarr/' }, 200],
    [{ prefix: 'one/store.zarr/X/' }, 200],
    [{ prefix: 'one/a.h5ad', 'max-keys': '1', 'encoding-type': 'url' }, 200],
    [{ prefix: 'one/store.zarr', 'max-keys': '1', 'encoding-type': 'url' }, 200],
    [{}, 403],
    [{ prefix: '' }, 403],
    [{ prefix: 'one' }, 403],
    [{ prefix: 'one/' }, 403],
    [{ prefix: 'one/store.zarr' }, 403],
    [{ prefix: 'two/' }, 403],
  ])('listing %o is %i', async (query, status) => {
    const given = Object.fromEntries(
      Object.entries(query).filter(([, value]) => value !== undefined),
    );
    expect(await ask(keys, 'GET', `/${BUCKET}`, { 'list-type': '2', ...given })).toBe(status);
  });

  test('end within a quarter of an hour, and say so', () => {
    const seconds = (keys.expiration.getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(600);
    expect(seconds).toBeLessThanOrEqual(905);
    expect(keys.endpointUrl).toBe(s3.endpoint);
    expect(keys.region).toBe('us-east-1');
  });

  test("are not the platform's own, and cannot make more keys", async () => {
    expect(keys.accessKeyId).not.toBe(s3.accessKey);
    const own = { ...settings, ...keys, roleArn: null, buckets: [] };
    await expect(
      issueCredentials(issuer(own), datasetAt(`s3://${BUCKET}/two`), signal),
    ).rejects.toThrow(ServerError);
  });
});

test('a key with a pattern in it opens nothing else', async () => {
  const keys = await issued(datasetAt(`s3://${BUCKET}/odd*`));
  expect(await ask(keys, 'GET', `/${BUCKET}/oddities/e.h5ad`)).toBe(403);
  expect(await ask(keys, 'GET', `/${BUCKET}/one/a.h5ad`)).toBe(403);
});

test('a dataset without S3 locations gets none, and nobody is asked', async () => {
  const nowhere = { ...settings, endpointUrl: 'http://127.0.0.1:1' };
  const files = datasetAt('platform:a.csv', 'https://example.org/b', 's3://*/x');
  expect(await issueCredentials(issuer(nowhere), files, signal)).toBeNull();
});

test('only buckets that the operator named are handed out', async () => {
  const limited = { ...settings, buckets: [NEIGHBOUR] };
  expect(
    await issueCredentials(issuer(limited), datasetAt(`s3://${BUCKET}/one`), signal),
  ).toBeNull();
  const both = datasetAt(`s3://${BUCKET}/one`, `s3://${NEIGHBOUR}/one`);
  const keys = await issued(both, limited);
  expect(await ask(keys, 'GET', `/${NEIGHBOUR}/one/a.h5ad`)).toBe(200);
  expect(await ask(keys, 'GET', `/${BUCKET}/one/a.h5ad`)).toBe(403);
});

describe('locations that are too many for one policy', () => {
  const urls = Array.from(
    { length: 60 },
    (_, file) => `s3://${BUCKET}/run/${file % 3}/${file}.h5ad`,
  );

  test("are read by their folders, when these are the dataset's own", async () => {
    await putObjects(s3, BUCKET, { 'run/1/1.h5ad': 'in', 'runner/1.h5ad': 'out' });
    const keys = await issued(datasetAt(...urls));
    expect(await ask(keys, 'GET', `/${BUCKET}/run/1/1.h5ad`)).toBe(200);
    expect(await ask(keys, 'GET', `/${BUCKET}/runner/1.h5ad`)).toBe(403);
    expect(await ask(keys, 'GET', `/${BUCKET}/two/c.h5ad`)).toBe(403);
  });

  test('are refused when a folder is shared with another dataset', async () => {
    const asked: string[] = [];
    const shared = {
      settings,
      isExclusive: async ({ key }: { key: string }) => {
        asked.push(key);
        return key !== 'run/2';
      },
    };
    const issuing = issueCredentials(shared, datasetAt(...urls), signal);
    await expect(issuing).rejects.toThrow(InputError);
    expect(asked).toEqual(['run/0', 'run/1', 'run/2']);
  });

  test('are refused when only the whole bucket would hold them', async () => {
    const loose = Array.from({ length: 60 }, (_, file) => `s3://${BUCKET}/${file}.h5ad`);
    const issuing = issueCredentials(issuer(settings), datasetAt(...loose), signal);
    await expect(issuing).rejects.toThrow(InputError);
  });
});

describe('a service that does not do as it should', () => {
  const dataset = datasetAt('s3://bucket/key');

  test('refused keys are a server error that keeps the words to itself', async () => {
    const wrong = { ...settings, secretAccessKey: 'wrong' };
    const error = await issueCredentials(issuer(wrong), dataset, signal).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ServerError);
    expect(String(error)).not.toContain(s3.accessKey);
  });

  test('nobody there is a network error', async () => {
    const gone = { ...settings, endpointUrl: 'http://127.0.0.1:1' };
    await expect(issueCredentials(issuer(gone), dataset, signal)).rejects.toThrow(NetworkError);
  });

  test.each([
    ['', BadAnswer],
    ['<html><body>Welcome</body></html>', BadAnswer],
    ['<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>', BadAnswer],
    ['{"credentials": 1}', BadAnswer],
    [`<a>${'x'.repeat(200_000)}</a>`, NetworkError],
  ])('the answer %.40s is refused', async (body, expected) => {
    const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const odd = { ...settings, endpointUrl: `http://127.0.0.1:${port}` };
    await expect(issueCredentials(issuer(odd), dataset, signal)).rejects.toThrow(expected);
    server.close();
  });
});
