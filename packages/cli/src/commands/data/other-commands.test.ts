import {
  FULL_CREDENTIALS,
  json,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestHome, testHome } from './test-run.ts';

const TOKEN = 'scripted-token';
const preview = {
  dataset_id: 'an-id',
  neuroglancer_url: 'https://viewer.example/#!{"layers":[]}',
  zarr_files: ['a', 'b'],
  dataset_label: 'Images \u001b[31m',
};
const plain = scriptedDataset(1, []);
const shown = scriptedDataset(2, [], { preview, credentials: FULL_CREDENTIALS });
const tissues = Array.from({ length: 45 }, (_, index) =>
  scriptedDataset(100 + index, [], { item: { tissue: [`tissue ${index}`] } }),
);

let server: ScriptedPlatform;
let home: TestHome;
beforeAll(async () => {
  server = await startScriptedPlatform({ datasets: [plain, shown, ...tissues], token: TOKEN });
  home = await testHome(server.url);
});
afterAll(async () => {
  await home.remove();
  await server.stop();
});
afterEach(() => server.forget());

const data = (...words: string[]) => home.run(['data', ...words]);
const signedIn = (...words: string[]) =>
  home.run(['data', ...words], { env: { VCP_TOKEN: TOKEN } });

test('summary prints every value elsewhere than in a terminal', async () => {
  const { exitCode, stdout } = await data('summary', 'TISSUE');
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(48);
  expect(server.requests.map(({ target }) => target)).toEqual([
    '/v1/data/public/summarize?field=tissue&query=%2A+AND+latest_version%3Atrue&size=1000',
  ]);
});

test('summary pages by twenty in a terminal', async () => {
  const stopped = await home.run(['data', 'summary', 'tissue'], { typed: ['', 'q'] });
  expect(stopped.stderr).toContain('Page 2: values 21-40 of 47');
  expect(stopped.stderr).not.toContain('Page 3');
});

test('summary has machine forms, a limit and a query', async () => {
  const words = ['summary', 'tissue', '--limit', '2', '--query', 'tissue:liver', '--all-versions'];
  const document = JSON.parse((await data(...words, '--json')).stdout);
  expect(document).toMatchObject({ field: 'tissue', query: 'tissue:liver', values: 47 });
  expect(document.facets).toEqual([
    { value: 'brain', count: 2 },
    { value: 'blood', count: 2 },
  ]);
  expect((await data(...words, '--csv')).stdout).toBe('tissue,count\r\nbrain,2\r\nblood,2\r\n');
  expect((await data(...words, '--jsonl')).stdout).toBe(
    '{"value":"brain","count":2}\n{"value":"blood","count":2}\n',
  );
});

test('summary says when the platform left values out', async () => {
  const facets = [{ value: 'a', count: 3 }];
  server.answerNext('/summarize', json({ field: 'tissue', query: '*', total_buckets: 5, facets }));
  expect((await data('summary', 'tissue')).stderr).toContain('1 of 5 values shown');
});

test.each([
  [['summary', 'tisue'], 1, 'Did you mean tissue?'],
  [['summary', 'tissue', '-q', ' '], 1, 'blank'],
  [['summary'], 2, 'FIELD is missing'],
  [['summary', 'tissue', '--limit', '1001'], 2, '--limit'],
  [['metadata-list', '--json', '--csv'], 2, '--json and --csv'],
  [['search', 'brain', 'tissue'], 2, 'takes one TERM: put quotes around several words'],
  [['download', '--query', 'x', '--outdir', ' '], 2, '--outdir is blank'],
  [['preview', 'short'], 1, 'is no dataset id'],
  [['credentials', 'short'], 1, 'is no dataset id'],
  [['credentials'], 2, 'DATASET_ID is missing'],
])('%j is refused with %i before any request', async (words, status, reason) => {
  const { exitCode, stderr } = await data(...words);
  expect(exitCode).toBe(status);
  expect(stderr).toContain(reason);
  expect(server.requests).toEqual([]);
});

test('metadata-list asks nobody', async () => {
  const { stdout } = await data('metadata-list');
  for (const field of ['assay', 'cell_type', 'creator'])
    expect(stdout).toMatch(new RegExp(`^${field} `, 'm'));
  expect(JSON.parse((await data('metadata-list', '--json')).stdout)).toHaveLength(15);
  expect((await data('metadata-list', '--jsonl')).stdout.split('\n')).toHaveLength(16);
  expect((await data('metadata-list', '--csv')).stdout).toMatch(/^field,description\r\n/);
  expect(server.requests).toEqual([]);
});

test('preview prints the address, in a form that is safe to show', async () => {
  const { exitCode, stdout, stderr } = await data('preview', shown.id);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(preview.neuroglancer_url);
  expect(stdout).toContain('Images \\x1b[31m');
  expect(stderr).toContain('each zarr file as a layer');
  const document = JSON.parse((await data('preview', shown.id, '--json')).stdout);
  expect(document).toMatchObject({ url: preview.neuroglancer_url, zarrFiles: ['a', 'b'] });
});

test('a dataset that cannot be shown ends with 1 and the reason', async () => {
  const { exitCode, stderr } = await data('preview', plain.id);
  expect(stderr).toContain('hint: Zarr stores can be previewed');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('This dataset has no zarr files');
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', '--help', ''])(
  'the viewer address %j is refused, and no browser is started',
  async (neuroglancer_url) => {
    server.answerNext(`/preview/${shown.id}`, json({ ...preview, neuroglancer_url }));
    const env = { BROWSER: '/no/such/browser' };
    const { exitCode, stdout, stderr } = await home.run(['data', 'preview', shown.id, '--open'], {
      env,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).not.toContain('browser could be started');
  },
);

test('--open without a browser still prints the address', async () => {
  const env = { BROWSER: '/no/such/browser' };
  const { exitCode, stdout, stderr } = await home.run(['data', 'preview', shown.id, '--open'], {
    env,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(preview.neuroglancer_url);
  expect(stderr).toContain('no browser could be started');
});

test('credentials are shell lines, or JSON', async () => {
  const { exitCode, stdout, stderr } = await signedIn('credentials', shown.id);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(
    "export AWS_ACCESS_KEY_ID='scripted-access'\n" +
      "export AWS_SECRET_ACCESS_KEY='scripted-secret-0123456789'\n" +
      "export AWS_SESSION_TOKEN='scripted-session-0123456789'\n",
  );
  expect(server.requests[0]).toMatchObject({ method: 'POST', target: '/v1/data/credentials' });
  const document = JSON.parse((await signedIn('credentials', shown.id, '--json')).stdout);
  expect(document).toEqual({
    ...FULL_CREDENTIALS,
    expiration: null,
    endpoint_url: null,
    region: null,
  });
});

test('keys cannot break out of their shell quotes', async () => {
  const credentials = { ...FULL_CREDENTIALS, access_key_id: "a'$(id)'", region: 'us-east-1' };
  server.answerNext(
    '/credentials',
    json({ credentials: { ...credentials, expiration: '2030-01-01' } }),
  );
  const { stdout, stderr } = await signedIn('credentials', shown.id);
  expect(stdout).toContain("export AWS_ACCESS_KEY_ID='a'\\''$(id)'\\'''\n");
  expect(stdout).toContain("export AWS_REGION='us-east-1'\n");
  expect(stderr).toContain('expire at 2030-01-01');
  const odd = { ...FULL_CREDENTIALS, access_key_id: 'a\nexport PATH=x' };
  server.answerNext('/credentials', json({ credentials: odd }));
  const refused = await signedIn('credentials', shown.id);
  expect({ exitCode: refused.exitCode, stdout: refused.stdout }).toEqual({
    exitCode: 7,
    stdout: '',
  });
});

test('on a terminal the screen is warned about', async () => {
  const options = { typed: [], env: { VCP_TOKEN: TOKEN } };
  const { stderr } = await home.run(['data', 'credentials', shown.id], options);
  expect(stderr).toContain('they are on your screen now');
});

test('no keys: signed out that needs a sign-in, signed in it is forbidden', async () => {
  expect(await data('credentials', plain.id)).toMatchObject({ exitCode: 4, stdout: '' });
  expect((await data('credentials', shown.id)).exitCode).toBe(0);
  server.answerNext('/credentials', json({ credentials: {} }));
  expect(await signedIn('credentials', plain.id)).toMatchObject({ exitCode: 5, stdout: '' });
});

test('the feature flag of the original switches credentials off', async () => {
  const env = { VCP_FEATURE_FLAGS_DATA_SUBCOMMANDS_CREDENTIALS: 'false' };
  const { exitCode, stderr } = await home.run(['data', 'credentials', shown.id], { env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('switched off');
  expect(server.requests).toEqual([]);
});
