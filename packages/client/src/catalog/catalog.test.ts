import { BadAnswer, InputError, NotFound, SignInNeeded } from '@vcp/schema';
import {
  FULL_CREDENTIALS,
  json,
  ODD_DATASETS,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { never, testPlatform } from '../test-platform.ts';
import { readDataset, readDatasetRaw } from './read-dataset.ts';
import { readPreview } from './read-preview.ts';
import { requestCredentials } from './request-credentials.ts';
import { searchPages } from './search-pages.ts';
import { summarizeField } from './summarize-field.ts';

const TOKEN = 'scripted-token';
const many = Array.from({ length: 25 }, (_, index) => scriptedDataset(index, []));
const restricted = scriptedDataset(60, [], { restricted: true, name: 'Hidden brain' });
const preview = {
  dataset_id: many[0]?.id,
  neuroglancer_url: 'https://viewer.example/#x',
  zarr_files: ['s3://b/a.zarr'],
  dataset_label: 'Brain cells 0',
};
const shown = scriptedDataset(61, [], { preview, credentials: FULL_CREDENTIALS, name: 'Shown' });

let server: ScriptedPlatform;
beforeAll(async () => {
  const datasets = [...many, ...ODD_DATASETS, restricted, shown];
  server = await startScriptedPlatform({ datasets, token: TOKEN });
});
afterAll(() => server.stop());
afterEach(() => server.forget());

const signedIn = () => testPlatform(server.dataUrl, { token: async () => TOKEN });
const anonymous = () => testPlatform(server.dataUrl);

async function drain(
  platform: ReturnType<typeof testPlatform>,
  query: string,
  pageSize = 10,
): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for await (const page of searchPages(platform, { query, pageSize }, never))
    pages.push(page.data.map(({ name }) => name));
  return pages;
}

test('a signed-in search sends the requests of the original, page by page', async () => {
  const pages = await drain(signedIn(), 'Brain cells AND latest_version:true');
  expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
  const start =
    '/v1/data/search?query=Brain+cells+AND+latest_version%3Atrue&use_cursor=true&download=true';
  expect(server.requests.map(({ target }) => target)).toEqual([
    `${start}&scout=True&limit=10`,
    `${start}&scout=False&limit=10&cursor=c10`,
    `${start}&scout=False&limit=10&cursor=c20`,
  ]);
  const { headers } = server.requests[0] ?? {};
  expect(headers).toMatchObject({
    accept: 'application/json',
    authorization: 'Bearer scripted-token',
    'user-agent': 'vcp-cli/0.0.0-test',
  });
});

test('without a token every question goes to the public family, without Authorization', async () => {
  const platform = anonymous();
  await drain(platform, 'Brain cells 1', 100);
  await readDataset(platform, many[0]?.id ?? '', { download: false }, never);
  await summarizeField(platform, { field: 'tissue', query: '* AND latest_version:true' }, never);
  await readPreview(platform, shown.id, never);
  expect(server.requests.map(({ target }) => target)).toEqual([
    '/v1/data/public/search?query=Brain+cells+1&use_cursor=true&download=true&scout=True&limit=100',
    `/v1/data/public/dataset/${many[0]?.id}?download=false`,
    '/v1/data/public/summarize?field=tissue&query=%2A+AND+latest_version%3Atrue&size=1000',
    `/v1/data/public/preview/${shown.id}`,
  ]);
  for (const { headers } of server.requests) expect(headers).not.toHaveProperty('authorization');
});

test('a page is asked for only when it is wanted', async () => {
  for await (const _ of searchPages(signedIn(), { query: 'Brain', pageSize: 10 }, never)) break;
  expect(server.requests).toHaveLength(1);
});

test('every odd shape that catalogs send is read', async () => {
  const names = (await drain(signedIn(), '*', 100)).flat();
  expect(names).toHaveLength(many.length + ODD_DATASETS.length + 2);
  expect(names).toContain('label in place of a name');
  for (const { id } of ODD_DATASETS)
    await expect(readDataset(signedIn(), id, { download: true }, never)).resolves.toBeTruthy();
});

test('without limit in the answer the cursor alone decides', async () => {
  const page = (names: readonly string[], cursor: string | null) =>
    json({ data: names.map((name) => ({ internal_id: name, name })), total: 3, cursor });
  server.answerNext('/search', page(['a'], 'x'));
  server.answerNext('/search', page(['b'], 'y'));
  server.answerNext('/search', page(['c'], ''));
  expect(await drain(signedIn(), '*')).toEqual([['a'], ['b'], ['c']]);
});

test('a cursor without a full page is the last page', async () => {
  server.answerNext('/search', json({ data: [{ internal_id: 'a' }], limit: 10, cursor: 'more' }));
  expect(await drain(signedIn(), '*')).toEqual([['a']]);
});

test('cursors that go in circles end as a bad answer', async () => {
  for (let i = 0; i < 40; i += 1)
    server.answerNext('/search', json({ data: [{ internal_id: 'a' }], cursor: `c${i % 7}` }));
  await expect(drain(signedIn(), '*')).rejects.toThrow(/again and again/);
  expect(server.requests.length).toBeLessThan(30);
});

test('empty pages without end are a bad answer', async () => {
  for (let i = 0; i < 20; i += 1) server.answerNext('/search', json({ data: [], cursor: `c${i}` }));
  await expect(drain(signedIn(), '*')).rejects.toThrow(BadAnswer);
});

test('a bad query is an input error with the words of the server', async () => {
  await expect(drain(signedIn(), 'tissue:) AND latest_version:true')).rejects.toThrow(
    'unexpected ")" at position 8',
  );
});

test('an id that is not there, or hidden, is not found', async () => {
  const options = { download: false };
  await expect(readDataset(signedIn(), 'no-such-id', options, never)).rejects.toThrow(NotFound);
  await expect(readDataset(anonymous(), restricted.id, options, never)).rejects.toThrow(
    expect.objectContaining({ hint: expect.stringContaining('signed in') }),
  );
});

test('an id is one segment of the path, whatever is in it', async () => {
  const id = '../search?x=1#/..';
  await expect(readDataset(signedIn(), id, { download: false }, never)).rejects.toThrow(NotFound);
  expect(server.requests[0]?.target).toBe(
    '/v1/data/dataset/..%2Fsearch%3Fx%3D1%23%2F..?download=false',
  );
});

test('a raw record is what the server wrote, less its credentials', async () => {
  const body = `{"internal_id":"x","credentials":{"secret_access_key":"s"},"n":12345678901234567890}`;
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  server.answerNext('/dataset/x', { headers, body });
  const raw = await readDatasetRaw(signedIn(), 'x', never);
  expect(JSON.stringify(raw)).toBe('{"internal_id":"x","n":12345678901234567890}');
});

test('a preview that cannot be had is an input error with the reason', async () => {
  const asked = readPreview(signedIn(), many[0]?.id ?? '', never);
  await expect(asked).rejects.toThrow(InputError);
  await expect(readPreview(signedIn(), shown.id, never)).resolves.toMatchObject(preview);
});

test('credentials are posted for with the one id, signed in', async () => {
  expect(await requestCredentials(signedIn(), shown.id, never)).toMatchObject(FULL_CREDENTIALS);
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', target: '/v1/data/credentials' });
  expect(request?.body).toBe(`{"ids":["${shown.id}"]}`);
  expect(request?.headers['content-type']).toBe('application/json');
});

test('anonymous credentials come from the public record, and no token is made up', async () => {
  expect(await requestCredentials(anonymous(), shown.id, never)).toMatchObject(FULL_CREDENTIALS);
  expect(await requestCredentials(anonymous(), many[0]?.id ?? '', never)).toBeNull();
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  for (const { headers } of server.requests) expect(headers).not.toHaveProperty('authorization');
});

test.each([{ credentials: {} }, { credentials: null }, {}])(
  '%j means no access',
  async (answer) => {
    server.answerNext('/credentials', json(answer));
    expect(await requestCredentials(signedIn(), shown.id, never)).toBeNull();
  },
);

test('keys of the wrong form are a bad answer that does not show them', async () => {
  const credentials = { access_key_id: 'A', secret_access_key: 's3cret-value', session_token: 7 };
  server.answerNext('/credentials', json({ credentials }));
  const asked = requestCredentials(signedIn(), shown.id, never);
  await expect(asked).rejects.toThrow(/^((?!s3cret-value).)*$/s);
});

test('a refused token is told apart from none', async () => {
  const platform = testPlatform(server.dataUrl, { token: async () => 'stale' });
  await expect(drain(platform, 'x')).rejects.toThrow(SignInNeeded);
  await expect(drain(platform, 'x')).rejects.toThrow(
    expect.objectContaining({ hint: expect.stringContaining('refused') }),
  );
});
