import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from './architecture/workspace.ts';
import { temporaryFolder } from './temporary-folder.ts';

const REPORTER = fileURLToPath(new URL('./summary-reporter.ts', import.meta.url));

/** Runs vitest on test files with this content; answers the last line that it printed. */
async function lastLine(files: Readonly<Record<string, string>>, summary?: string) {
  await using folder = await temporaryFolder('reporter');
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder.path, name), content);
  }
  const { VCP_TEST_SUMMARY: _, ...env } = process.env;
  const ended = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      ...['run', '--root', folder.path, '--globals', '--reporter', REPORTER],
    ],
    {
      encoding: 'utf8',
      env: summary === undefined ? env : { ...env, VCP_TEST_SUMMARY: summary },
    },
  );
  const line = ended.stdout.trimEnd().split('\n').at(-1);
  return { line, status: ended.status };
}

test('the last line of a good run counts its tests', async () => {
  const files = { 'a.test.js': "test('one', () => {}); test('two', () => {});" };
  expect(await lastLine(files)).toEqual({ line: '2 passed, 0 failed', status: 0 });
});

test('failed and skipped tests are counted, and so is a file that cannot be loaded', async () => {
  const files = {
    'a.test.js':
      "test('good', () => {}); test('bad', () => { throw new Error('x') }); test.skip('no', () => {});",
    'broken.test.js': "import './not-there.js';",
  };
  expect(await lastLine(files)).toEqual({ line: '1 passed, 2 failed, 1 skipped', status: 1 });
});

test('an error outside of all tests is a failure', async () => {
  const files = {
    'a.test.js':
      "test('good', async () => { Promise.reject(new Error('late')); await new Promise((r) => setTimeout(r, 50)); });",
  };
  expect(await lastLine(files)).toEqual({ line: '1 passed, 1 failed', status: 1 });
});

test('in a larger run the counts go to a file instead', async () => {
  await using folder = await temporaryFolder('summary');
  const summary = join(folder.path, 'summary.json');
  const { line } = await lastLine({ 'a.test.js': "test('one', () => {});" }, summary);
  expect(line).not.toContain('passed,');
  expect(JSON.parse(readFileSync(summary, 'utf8'))).toEqual({ passed: 1, failed: 0, skipped: 0 });
});
