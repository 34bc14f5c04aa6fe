import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { root } from './app.ts';
import type { Target } from './help/tree.ts';
import { isGroup } from './position.ts';
import { runForTest } from './test-surroundings.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('help', () => {
  test('without a command it goes to stderr, with status 2', async () => {
    for (const words of [[], ['data'], ['cache']]) {
      const { exitCode, stdout, stderr } = await runForTest(words);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Commands\n');
    }
  });

  test.each([['--help'], ['-h']])('%s goes to stdout, with status 0', async (flag) => {
    for (const words of [[flag], ['data', flag], ['config', 'get', flag], ['config', flag]]) {
      const { exitCode, stdout, stderr } = await runForTest(words);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Usage\n');
    }
  });

  test('of every command leads with examples, and shows options of every command', async () => {
    for (const path of allCommands(root)) {
      const { stdout } = await runForTest([...path, '--help']);
      const [brief, empty, first] = stdout.split('\n');
      expect([brief === '', empty, first], path.join(' ')).toEqual([false, '', 'Examples']);
      expect(stdout).toContain('--platform URL');
    }
  });

  test('does not list what only scripts ask', async () => {
    expect((await runForTest(['--help'])).stdout).not.toContain('__complete');
  });
});

describe('a wrong command line ends with 2, one error and a way out', () => {
  test.each([
    [['confg'], 'vcp has no command "confg"', 'Did you mean config?'],
    [['serch'], 'vcp has no command "serch"', 'See vcp --help.'],
    [['search', 'x'], 'vcp has no command "search"', 'Did you mean vcp data search?'],
    [['login'], 'vcp has no command "login"', 'set VCP_TOKEN'],
    [['model', 'list'], 'vcp has no command "model"', 'use the Python vcp-cli for it'],
    [['data', 'login'], 'vcp data has no command "login"', 'See vcp data --help.'],
    [['config', 'gte', 'x'], 'vcp config has no command "gte"', 'Did you mean get?'],
    [['data', 'serch'], 'vcp data has no command "serch"', 'Did you mean search?'],
    [['config', '--josn'], 'vcp config has no option --josn', 'Did you mean --json?'],
    [['config', 'get', '--platfrom', 'x'], 'has no option --platfrom', 'Did you mean --platform?'],
    [['--json', 'config'], 'vcp has no option --json', 'follow its name'],
    [['config', '--format', 'xml'], '--format cannot be "xml"', 'one of: yaml, json'],
    [['config', 'get'], 'KEY is missing', 'See vcp config get --help.'],
    [['config', 'get', 'aws.regoin'], 'KEY cannot be "aws.regoin"', 'Did you mean aws.region?'],
    [['config', 'get', 'aws.region', 'x'], 'unexpected argument "x"', 'quotes'],
    [['config', 'path', '-x'], 'has no option -x', 'See vcp config path --help.'],
    [['cache', 'history', '--limit'], '--limit needs a value', 'See vcp cache history --help.'],
    [['cache', 'history', '--limit', 'x'], '--limit cannot be "x"', 'From 1 to'],
    [['cache', 'history', '-l', '1', '-l', '2'], '--limit was given twice', 'See vcp'],
    [['--config'], '--config needs a value', 'Write --config FILE.'],
    [['--debug=1', 'config'], '--debug takes no value', 'alone'],
  ])('%j', async (words, message, hint) => {
    const { exitCode, stdout, stderr } = await runForTest(words);
    expect(exitCode).toBe(2);
    if (!words.includes('--json')) expect(stderr).toContain(`error: `);
    expect(stderr).toContain(words.includes('--json') ? message.slice(0, 10) : message);
    expect(stderr).toContain(hint);
    expect(stdout).toBe('');
  });

  test('typed control characters are shown as escapes', async () => {
    const { stderr } = await runForTest(['\x1b[2Jx']);
    expect(stderr).not.toContain('\x1b');
  });

  test('with --json the error is one line of JSON', async () => {
    const { exitCode, stderr } = await runForTest(['config', 'get', 'nothing', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'ERR_USAGE', exitCode: 2 } });
  });
});

describe('exit status', () => {
  test('is that of the error', async () => {
    expect((await runForTest(['config', 'get', 'databricks.token'])).exitCode).toBe(1);
    expect((await runForTest(['config', '--config', 'missing.yaml'])).exitCode).toBe(2);
  });

  test('--debug adds the stack, and only then', async () => {
    const plain = await runForTest(['config', '--config', 'missing.yaml']);
    const debug = await runForTest(['config', '--config', 'missing.yaml', '--debug']);
    expect(plain.stderr).not.toContain('    at ');
    expect(debug.stderr).toContain('    at ');
  });
});

describe('feature flags', () => {
  test('a group that is switched off refuses, and says where it was switched off', async () => {
    const env = { VCP_FEATURE_FLAGS_DATA_COMMAND: 'false' };
    const { exitCode, stderr } = await runForTest(['data', 'metadata-list'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('switched off by feature_flags.data_command');
    expect(stderr).toContain('VCP_FEATURE_FLAGS_DATA_COMMAND');
    expect((await runForTest(['data', '--help'], { env })).exitCode).toBe(0);
  });

  test('a command of a group can be switched off alone, in a file', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'vcp-flags-'));
    await writeFile(
      join(cwd, 'off.yaml'),
      'feature_flags:\n  data_subcommands:\n    credentials: false\n',
    );
    const words = ['--config', 'off.yaml', 'data'];
    const off = await runForTest(
      [...words, 'credentials', '123e4567-e89b-12d3-a456-426614174000'],
      { cwd },
    );
    expect(off.stderr).toContain('feature_flags.data_subcommands.credentials');
    expect((await runForTest([...words, 'metadata-list'], { cwd })).exitCode).toBe(0);
  });
});

describe('as a process', () => {
  test('a reader that goes away is no error', async () => {
    const child = spawn(process.execPath, [MAIN, 'config', '--show-origin'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, VCP_HOME: '/nonexistent' },
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

function allCommands(target: Target, path: readonly string[] = []): string[][] {
  if (!isGroup(target)) return [[...path]];
  return target
    .getAllEntries()
    .flatMap((entry) => allCommands(entry.target, [...path, entry.name['convert-camel-to-kebab']]));
}
