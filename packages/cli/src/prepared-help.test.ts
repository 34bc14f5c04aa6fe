import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { root } from './app.ts';
import { helpTexts } from './help/help-texts.ts';
import { helpFileName, preparedHelp } from './prepared-help.ts';
import { runForTest } from './test-surroundings.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vcp-help-'));
  await writeFile(join(folder, '..', 'vcp.outside.txt'), 'outside');
  for (const { path, help } of helpTexts(root, ['vcp'])) {
    await writeFile(join(folder, helpFileName(path)), help);
  }
});

test.each([[[]], [['data']], [['data', 'search']], [['config']], [['cache', 'clean-uploads']]])(
  'vcp %j --help is prepared, and is what the program would print',
  async (path) => {
    for (const flag of ['--help', '-h']) {
      const { stdout } = await runForTest([...path, flag]);
      expect(preparedHelp([...path, flag], folder)).toBe(stdout);
    }
  },
);

test.each([
  [[]],
  [['data', 'search']],
  [['--help', 'data']],
  [['--quiet', '--help']],
  [['nonsense', '--help']],
  [['../vcp.outside', '--help']],
  [['..', 'vcp.outside', '--help']],
  [['data', 'search', 'lung cancer', '--help']],
])('%j is left to the program', (words) => {
  expect(preparedHelp(words, folder)).toBeNull();
});
