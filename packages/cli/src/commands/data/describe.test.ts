import {
  FULL_CREDENTIALS,
  json,
  ODD_DATASETS,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestHome, testHome } from './test-run.ts';

const SHA = '0'.repeat(64);
const dataset = scriptedDataset(
  1,
  [
    { url: 's3://bucket/brain.h5ad', size: 5_000_000, sha256: SHA },
    { url: 'https://host/cells.csv?X-Amz-Signature=abc', size: '1,024' },
  ],
  { credentials: FULL_CREDENTIALS },
);
const hostile = scriptedDataset(2, [], {
  name: '\u001b]8;;http://x\u0007click\u001b[0m',
  record: {
    md: { license: '\u009b31mred', creator: [{ '@type': 'Organization', name: '\u202elab' }] },
  },
});

let server: ScriptedPlatform;
let home: TestHome;
beforeAll(async () => {
  server = await startScriptedPlatform({ datasets: [dataset, hostile, ...ODD_DATASETS] });
  home = await testHome(server.url);
});
afterAll(async () => {
  await home.remove();
  await server.stop();
});
afterEach(() => server.forget());

const describe = (...words: string[]) => home.run(['data', 'describe', ...words]);

test('three tables tell what it is, its biology and its files', async () => {
  const { exitCode, stdout } = await describe(dataset.id);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /Basic Information[\s\S]*Biological Metadata[\s\S]*Distribution \/ Assets/,
  );
  expect(stdout).toMatch(/Dataset Owner +Example Institute/);
  expect(stdout).toMatch(/DOI +10\.1000\/example\.1/);
  expect(stdout).toMatch(/Total Dataset Size +4\.8 MB \(2 files\)/);
  expect(stdout).toMatch(/Cell Type +B cell, T cell/);
  expect(stdout).toMatch(/4\.8 MB +sha256 +s3:\/\/bucket\/brain\.h5ad/);
  expect(server.requests.map(({ target }) => target)).toEqual([
    `/v1/data/public/dataset/${dataset.id}?download=false`,
  ]);
});

test('--json has our own names', async () => {
  const document = JSON.parse((await describe(dataset.id, '--json')).stdout);
  expect(document).toMatchObject({ id: dataset.id, size: 5_001_024, owner: 'Example Institute' });
  expect(document.files).toHaveLength(2);
});

test('--raw is what the platform sent, --full what was read of it, neither with credentials', async () => {
  for (const form of ['--raw', '--full']) {
    server.answerNext(
      '',
      json({ ...dataset.record, credentials: FULL_CREDENTIALS, extra: { a: 1 } }),
    );
    const { stdout } = await describe(dataset.id, form);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ label: 'Brain cells 1', extra: { a: 1 } });
    expect(document).not.toHaveProperty('credentials');
    expect(stdout).not.toContain(FULL_CREDENTIALS.secret_access_key);
  }
});

test('--raw wins over --full and works on a record that cannot be read', async () => {
  server.answerNext('', json({ anything: true }));
  const { stdout } = await describe(dataset.id, '--raw', '--full');
  expect(JSON.parse(stdout)).toEqual({ anything: true });
});

test('odd records are shown in every form', async () => {
  for (const { id } of ODD_DATASETS)
    for (const form of [[], ['--json'], ['--full'], ['--raw']])
      expect((await describe(id, ...form)).exitCode).toBe(0);
});

test('text of the remote never reaches a terminal raw', async () => {
  for (const form of [[], ['--json'], ['--full'], ['--raw']]) {
    const { stdout } = await describe(hostile.id, ...form);
    expect(stdout).toContain('click');
    for (const raw of ['\u001b', '\u0007', '\u009b', '\u202e']) expect(stdout).not.toContain(raw);
  }
});

test.each([
  'short',
  'under_scores_are_not_allowed',
  '../../../../../../etc/passwd',
  'x'.repeat(201),
])('the id %.30s is refused before any request', async (id) => {
  const { exitCode, stderr } = await describe(id);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('is no dataset id');
  expect(server.requests).toEqual([]);
});

test('an unknown id ends with 1 and names it', async () => {
  const id = '00000000-0000-4000-8000-999999999999';
  const { exitCode, stderr } = await describe(id);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(id);
  expect(stderr).toContain('ERR_NOT_FOUND');
});
