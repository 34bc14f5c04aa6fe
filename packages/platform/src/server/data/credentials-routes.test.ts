import { CredentialsAnswer, DatasetRecord, InputError, ServerError } from '@vcp/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CatalogDataset } from '../../catalog/dataset.ts';
import { someDataset } from '../../catalog/test-catalog.ts';
import type { IssuedCredentials } from '../../credentials/credential-issuer.ts';
import { MEMBER, openTestPlatform, type TestPlatform } from '../test-platform.ts';

const locations = [{ url: 's3://bucket/store.zarr/', format: null, size: 5, checksum: null }];
const open = someDataset(1, { locations });
const closed = someDataset(2, { locations, scopes: ['staff'] });
const files = someDataset(3);
const KEYS: IssuedCredentials = {
  accessKeyId: 'key-id',
  secretAccessKey: 'key-secret',
  sessionToken: 'key-session',
  expiration: new Date('2026-05-06T07:08:09Z'),
  endpointUrl: 'http://127.0.0.1:9000',
  region: 'us-east-1',
};
const WIRE = {
  access_key_id: 'key-id',
  secret_access_key: 'key-secret',
  session_token: 'key-session',
  expiration: '2026-05-06T07:08:09.000Z',
  endpoint_url: 'http://127.0.0.1:9000',
  region: 'us-east-1',
};

let platform: TestPlatform;
let asked: string[];
let failure: Error | null;
beforeEach(async () => {
  asked = [];
  failure = null;
  const issueCredentials = async ({ id, locations }: CatalogDataset) => {
    asked.push(id);
    if (failure) throw failure;
    return locations.length > 0 ? KEYS : null;
  };
  platform = await openTestPlatform('sqlite', { issueCredentials });
  await platform.add(open, closed, files);
});
afterEach(() => platform.close());

const post = (id: string, headers: Record<string, string> = {}) =>
  platform.ask('/v1/data/credentials', {
    method: 'POST',
    body: JSON.stringify({ ids: [id] }),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('POST credentials', () => {
  test('gives keys, all members text, that no cache keeps', async () => {
    const answer = await post(open.id, MEMBER);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const body: unknown = await answer.json();
    expect(body).toEqual({ credentials: WIRE });
    expect(CredentialsAnswer.parse(body).credentials?.access_key_id).toBe('key-id');
  });

  test.each([{}, { authorization: 'Bearer None' }])(
    'to whoever is not signed in for public datasets only: %o',
    async (headers: Record<string, string>) => {
      expect((await post(open.id, headers)).status).toBe(200);
      expect((await post(closed.id, headers)).status).toBe(404);
      expect(asked).toEqual([open.id]);
    },
  );

  test('of a dataset without S3 objects are an empty object', async () => {
    expect(await (await post(files.id, MEMBER)).json()).toEqual({ credentials: {} });
  });

  test('that S3 does not issue are a 502, which clients retry', async () => {
    failure = new ServerError('the S3 service refused to issue keys (status 503)');
    const answer = await post(open.id, MEMBER);
    expect([answer.status, await answer.json()]).toEqual([
      502,
      { detail: 'the S3 service refused to issue keys (status 503)' },
    ]);
  });
});

describe('GET dataset', () => {
  const read = async (path: string, headers: Record<string, string> = {}) =>
    DatasetRecord.parse(await (await platform.ask(`/v1/data/${path}`, { headers })).json());

  test('has keys when it is asked for a download, signed in or not', async () => {
    const record = await read(`dataset/${closed.id}?download=true`, MEMBER);
    expect(record.credentials).toEqual(WIRE);
    expect((await read(`public/dataset/${open.id}?download=true`)).credentials).toEqual(WIRE);
    expect(record.locations).toEqual([{ url: 's3://bucket/store.zarr', contentSize: 5 }]);
  });

  test.each(['', '?download=false', '?download=False'])('has none with %j', async (query) => {
    expect((await read(`public/dataset/${open.id}${query}`)).credentials).toBeNull();
    expect(asked).toEqual([]);
  });

  test.each([new ServerError('no'), new InputError('too many')])(
    'comes without keys when none can be had: %s',
    async (error) => {
      failure = error;
      const record = await read(`public/dataset/${open.id}?download=true`);
      expect([record.internal_id, record.credentials]).toEqual([open.id, null]);
    },
  );
});
