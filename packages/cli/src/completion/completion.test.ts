import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRouteMap } from '@stricli/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCommand } from '../help/build-command.ts';
import { runForTest, testContext } from '../test-surroundings.ts';
import { propose } from './propose.ts';
import { SCRIPTS } from './scripts.ts';
import { SHELLS } from './shells.ts';

async function complete(...words: string[]): Promise<string[]> {
  const { stdout } = await runForTest(['__complete', '--', ...words]);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('proposals', () => {
  test.each([
    [['conf'], ['config']],
    [['config', 'g'], ['get']],
    [
      ['config', 'get', 'transfer.'],
      ['transfer.datasets', 'transfer.files'],
    ],
    [['config', '--for'], ['--format']],
    [
      ['config', '--format', ''],
      ['yaml', 'json'],
    ],
    [['config', '--format=j'], ['--format=json']],
    [['config', '-f', 'y'], ['yaml']],
    [['--quiet', 'config', 'get', 'aws.r'], ['aws.region']],
    [['--config', 'x.yaml', 'vers'], ['version']],
    [['completion', 'z'], ['zsh']],
    [['data', 'summary', 'tissue_t'], ['tissue_type']],
    [['data', 'search', 'tissue_t'], ['tissue_type:']],
    [['--plat'], ['--platform']],
    [['nonsense', ''], []],
  ])('%j gives %j', async (words, proposals) => {
    expect(await complete(...words)).toEqual(proposals);
  });

  test('options come only once a dash is typed', async () => {
    expect(await complete('config', '')).toEqual(['show', 'get', 'set', 'path']);
    expect(await complete('config', 'show', '-')).toContain('--show-origin');
  });

  test.each([
    [['--config', '']],
    [['config', '-c', 'x']],
    [['data', 'search', 'x', '--outdir', '']],
  ])('where a path belongs, files are asked for: %j', async (words) => {
    expect(await complete(...words)).toEqual([':files']);
  });

  test('hidden commands are not proposed', async () => {
    expect(await complete('')).not.toContain('__complete');
  });

  test('a value with control characters is not proposed', async () => {
    const command = buildCommand<NonNullable<unknown>, [string]>({
      func() {},
      parameters: {
        positional: {
          kind: 'tuple',
          parameters: [
            {
              brief: 'x',
              parse: String,
              proposeCompletions: () => ['fine', 'a\nrm -rf', '\x1b[2J'],
            },
          ],
        },
      },
      examples: [],
      docs: { brief: 'x' },
    });
    const root = buildRouteMap({ routes: { run: command }, docs: { brief: 'x' } });
    const { proposals } = await propose(root, ['run', ''], testContext());
    expect(proposals.map(({ value }) => value)).toEqual(['fine']);
  });
});

test.each(SHELLS)('vcp completion %s prints a script', async (shell) => {
  expect((await runForTest(['completion', shell])).stdout).toBe(SCRIPTS[shell]);
});

describe('in bash', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vcp-bash-'));
    // Answers what a hostile catalog could make vcp answer.
    await writeFile(
      join(folder, 'vcp'),
      '#!/bin/sh\nprintf \'%s\\n\' "$*" > "$0.asked"\nprintf \'$(touch pwned)\\tx\\ntissue:lung\\tx\\na b;c\\tx\\n\'\n',
    );
    await chmod(join(folder, 'vcp'), 0o755);
  });

  function inBash(line: string, words: readonly string[]): string[] {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script = `${SCRIPTS.bash}
COMP_LINE='${line}'; COMP_POINT=${line.length}; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}
_vcp_complete; printf '%s\\n' "\${COMPREPLY[@]}"; cat "$(command -v vcp).asked"`;
    const { stdout } = spawnSync('bash', ['--norc', '-c', script], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    return stdout.trimEnd().split('\n');
  }

  test('values are quoted, and never run', () => {
    const lines = inBash('vcp data search ', ['vcp', 'data', 'search', '']);
    expect(lines).toEqual([
      String.raw`\$\(touch\ pwned\)`,
      'tissue:lung',
      String.raw`a\ b\;c`,
      '__complete -- data search',
    ]);
    expect(spawnSync('ls', [join(folder, 'pwned')]).status).not.toBe(0);
  });

  test('words that bash cuts at : and = are put together, and the answer is cut alike', () => {
    const lines = inBash('vcp data search tissue:l', ['vcp', 'data', 'search', 'tissue', ':', 'l']);
    expect(lines).toContain('lung');
    expect(lines.at(-1)).toBe('__complete -- data search tissue:l');
  });
});
