import { DatabaseError } from '@vcp/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { someDataset } from '../catalog/test-catalog.ts';
import { grantFiles } from '../files/file-grant.ts';
import { createApp } from './app.ts';
import { openLog } from './log.ts';
import { MEMBER, openTestPlatform, TEST_TOKEN, type TestPlatform } from './test-platform.ts';

const open = someDataset(1, {
  locations: [{ url: 'platform:x.zarr/', format: null, size: null, checksum: null }],
});
const closed = someDataset(2, { scopes: ['staff'], locations: open.locations });

let platform: TestPlatform;
beforeEach(async () => {
  platform = await openTestPlatform();
  await platform.add(open, closed);
  await platform.addFile(open.id, 'a.csv', 'open');
  await platform.addFile(closed.id, 'a.csv', 'closed');
});
afterEach(() => platform.close());

describe('who gets what', () => {
  /** Status for nobody, for a wrong token, for a member; on a dataset that only members may see. */
  const EXPECTED: Readonly<Record<string, readonly [number, number, number]>> = {
    'GET /v1/data/search': [401, 401, 200],
    'GET /v1/data/dataset/:id': [401, 401, 200],
    'GET /v1/data/summarize': [401, 401, 200],
    'GET /v1/data/preview/:id': [401, 401, 200],
    'POST /v1/data/credentials': [404, 401, 200],
    'GET /v1/data/public/search': [200, 200, 200],
    'GET /v1/data/public/dataset/:id': [404, 404, 404],
    'GET /v1/data/public/summarize': [200, 200, 200],
    'GET /v1/data/public/preview/:id': [404, 404, 404],
    'GET /files/:dataset/*': [404, 401, 200],
    'GET /files/granted/:grant/:dataset/*': [403, 403, 403],
    'GET /': [200, 200, 200],
    'GET /healthz': [200, 200, 200],
    'GET /openapi.json': [200, 200, 200],
  };
  const routes = () => [
    ...new Set(
      createApp(platform.deps)
        .routes.filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ];

  test('every route is decided on here, and every decision is about a route', () => {
    expect(routes().toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  const askers = [{}, { authorization: 'Bearer wrong-wrong-wrong-wrong' }, MEMBER];
  test.each(Object.entries(EXPECTED))('%s: %j', async (route, statuses) => {
    const [method = '', path = ''] = route.split(' ');
    const url = path
      .replace(':id', closed.id)
      .replace(':dataset', closed.id)
      .replace(':grant', grantFiles(platform.deps.keys.grant, open.id, new Date()))
      .replace('*', 'a.csv')
      .replace('/search', '/search?query=*')
      .replace('/summarize', '/summarize?field=domain');
    const got: number[] = [];
    for (const headers of askers) {
      const init =
        method === 'POST'
          ? {
              method,
              body: JSON.stringify({ ids: [closed.id] }),
              headers: { ...headers, 'content-type': 'application/json' },
            }
          : { method, headers };
      got.push((await platform.ask(url, init)).status);
    }
    expect(got).toEqual(statuses);
  });

  test.each([
    ['Bearer None', 404],
    [`bearer ${TEST_TOKEN}`, 200],
    [`Bearer  ${TEST_TOKEN} `, 200],
    [`Bearer ${TEST_TOKEN}x`, 401],
    [`Bearer ${TEST_TOKEN.slice(0, -1)}`, 401],
    ['Bearer ', 401],
    ['Basic dXNlcjpwYXNz', 401],
    [TEST_TOKEN, 401],
  ])('Authorization: %s gets %i', async (authorization, status) => {
    const answer = await platform.ask('/v1/data/credentials', {
      method: 'POST',
      body: JSON.stringify({ ids: [closed.id] }),
      headers: { authorization, 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  });

  test.each([
    ['GET', '/v1/models'],
    ['GET', '/v2/data/search'],
    ['POST', '/v1/data/search'],
    ['DELETE', `/v1/data/dataset/${open.id}`],
    ['PUT', `/files/${open.id}/a.csv`],
    ['GET', '/.env'],
  ])('%s %s is not there, for members neither', async (method, path) => {
    const answer = await platform.ask(path, { method, headers: MEMBER });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ detail: 'There is nothing at this address.' });
  });
});

describe('requests that a page of another site made', () => {
  const paths = ['/', '/healthz', '/v1/data/public/search?query=*', `/files/${open.id}/a.csv`];

  test.each([
    'evil.test',
    'evil.test:8787',
    '127.0.0.1.evil.test',
    'localhost.evil.test:8787',
    '[::2]',
  ])('under the host name %s are refused everywhere', async (host) => {
    for (const path of paths)
      expect((await platform.ask(path, { headers: { host } })).status).toBe(403);
  });

  test.each(['127.0.0.1:8787', 'localhost:8787', 'LOCALHOST', '[::1]:9000', '127.0.0.1'])(
    'under the host name %s pass',
    async (host) => {
      expect((await platform.ask('/healthz', { headers: { host } })).status).toBe(200);
    },
  );

  test('addressed to another host in the request line are refused', async () => {
    const answer = await platform.ask('http://evil.test/healthz', {
      headers: { host: '127.0.0.1:8787' },
    });
    expect(answer.status).toBe(403);
  });

  test.each([
    'http://evil.test',
    'null',
    'https://127.0.0.1:8787',
    'http://127.0.0.1:1',
    'file://',
  ])('from the origin %s are refused everywhere', async (origin) => {
    for (const path of paths) {
      const answer = await platform.ask(path, { headers: { host: '127.0.0.1:8787', origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('from our own origin pass', async () => {
    const headers = { host: 'localhost:8787', origin: 'http://localhost:8787' };
    expect((await platform.ask('/healthz', { headers })).status).toBe(200);
  });

  test('the viewer may read files, with ranges, and nothing else', async () => {
    const origin = 'https://neuroglancer-demo.appspot.com';
    const file = await platform.ask(`/files/${open.id}/a.csv`, { headers: { origin } });
    expect([file.status, file.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const absent = await platform.ask(`/files/${open.id}/.zarray`, { headers: { origin } });
    expect([absent.status, absent.headers.get('access-control-allow-origin')]).toEqual([
      404,
      origin,
    ]);
    const preflight = await platform.ask(`/files/${open.id}/a.csv`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('range');
    for (const path of ['/', '/v1/data/public/search?query=*'])
      expect((await platform.ask(path, { headers: { origin } })).status).toBe(403);
  });
});

describe('every answer', () => {
  test.each(['/', '/healthz', '/nothing', '/v1/data/search', `/files/${open.id}/a.csv`])(
    'of %s is inert in a browser and has an id',
    async (path) => {
      const { headers } = await platform.ask(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  test('bodies beyond the limit are 413, whether announced or not', async () => {
    const body = JSON.stringify({ ids: ['x'.repeat(100_000)] });
    const headers = { 'content-type': 'application/json' };
    const announced = await platform.ask('/v1/data/credentials', {
      method: 'POST',
      body,
      headers: { ...headers, 'content-length': String(body.length) },
    });
    expect(announced.status).toBe(413);
    const streamed = await platform.ask('/v1/data/credentials', {
      method: 'POST',
      body: new Blob([body]).stream(),
      duplex: 'half',
      headers,
    });
    expect(streamed.status).toBe(413);
    expect(await streamed.json()).toHaveProperty('detail');
  });

  test.each([
    '',
    '{',
    '[]',
    '{"ids":[]}',
    '{"ids":["a","b"]}',
    '{"ids":[1]}',
    '{"ids":"a"}',
    'null',
  ])('the body %j is refused with a reason', async (body) => {
    const answer = await platform.ask('/v1/data/credentials', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ detail: expect.any(String) });
  });
});

describe('a failure inside', () => {
  test('tells the asker an id and nothing else; the log has the rest, without secrets', async () => {
    const lines: string[] = [];
    const log = openLog('info', {
      write: (line: string) => void lines.push(line),
    });
    const app = createApp({
      ...platform.deps,
      log,
      catalog: {
        ...platform.deps.catalog,
        search: async () => {
          throw new DatabaseError('select secret_column from t at postgres://user:hunter2@db/x');
        },
      },
    });
    const answer = await app.request('http://127.0.0.1/v1/data/search?query=find-me', {
      headers: MEMBER,
    });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toMatch(/select|postgres|hunter2|at .*\.ts/);
    expect(text).toContain(answer.headers.get('x-request-id') ?? 'an id');
    const logged = lines.join('');
    expect(logged).toContain('secret_column');
    expect(logged).not.toMatch(/hunter2|find-me/);
    expect(logged).not.toContain(TEST_TOKEN);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });

  test('no path makes two lines of one, and no grant is logged', async () => {
    const lines: string[] = [];
    const log = openLog('info', {
      write: (line: string) => void lines.push(line),
    });
    const app = createApp({ ...platform.deps, log });
    await app.request('http://127.0.0.1/a%0d%0a{"level":60}\u2028b');
    await app.request(`http://127.0.0.1/files/granted/the-grant/${open.id}/a.csv`);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('the-grant');
    expect(lines.every((line) => line.trimEnd().split('\n').length === 1)).toBe(true);
  });
});
