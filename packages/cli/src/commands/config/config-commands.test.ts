import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_KEY_NAMES, definitionOf } from '../../config/keys.ts';
import { parseConfig } from '../../config/parse.ts';
import { runForTest, type TestOptions } from '../../test-surroundings.ts';

const SECRET = 'geheim-0123456789';
const SIGNED = 'https://store/x?X-Amz-Signature=0123456789abcdef';

let home: string;
let options: TestOptions;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vcp-home-'));
  options = { home };
});

async function configIs(text: string): Promise<void> {
  await writeFile(join(home, 'config.yaml'), text);
}

describe('vcp config', () => {
  test('prints YAML and JSON with every key, which read back as what holds', async () => {
    await configIs('aws:\n  region: "yes"\n  cognito:\n    scopes: ["a, b", "no", "\\"q\\""]\n');
    const yaml = parse((await runForTest(['config'], options)).stdout);
    const json = JSON.parse((await runForTest(['config', '--format', 'json'], options)).stdout);
    expect(yaml).toEqual(json);
    expect(json.aws.region).toBe('yes');
    expect(json.aws.cognito.scopes).toEqual(['a, b', 'no', '"q"']);
    for (const key of CONFIG_KEY_NAMES) {
      expect(key.split('.').reduce((node, name) => node?.[name], json)).not.toBeUndefined();
    }
  });

  test('masks secrets by their key and by what they look like, and shows them when asked', async () => {
    await configIs(
      `databricks:\n  token: ${SECRET}\n  host: ${SIGNED}\naws:\n  cognito:\n    client_secret: ${SECRET}\n`,
    );
    for (const words of [
      ['config'],
      ['config', '--json'],
      ['config', '--show-origin'],
      ['config', 'get', 'databricks.token'],
      ['config', '--hide-secrets'],
    ]) {
      const { stdout, stderr } = await runForTest(words, options);
      expect(stdout + stderr).not.toContain(SECRET);
      expect(stdout + stderr).not.toContain('0123456789abcdef');
      expect(stdout).toContain('****');
    }
    expect((await runForTest(['config', '--show-secrets'], options)).stdout).toContain(SECRET);
    const clash = await runForTest(['config', '--show-secrets', '--hide-secrets'], options);
    expect(clash.exitCode).toBe(2);
  });

  test('a secret that is not set is not shown as if it were', async () => {
    const { stdout } = await runForTest(['config', '--json'], options);
    expect(JSON.parse(stdout).databricks.token).toBeNull();
  });

  test('--show-origin names file and line, variable, flag', async () => {
    await configIs('aws:\n  region: r\n');
    const { stdout } = await runForTest(
      ['config', '--show-origin', '--platform', 'https://p.example'],
      { ...options, env: { VCP_TRANSFER_FILES: '3' } },
    );
    expect(stdout).toContain(`region: r  # ${join(home, 'config.yaml')}:2`);
    expect(stdout).toContain('files: 3  # VCP_TRANSFER_FILES');
    expect(stdout).toContain('base_url: https://p.example/v1/data  # platform.url in --platform');
    expect(parse(stdout).transfer.files).toBe(3);
  });

  test('-c reads one more file', async () => {
    const file = join(home, 'more.yaml');
    await writeFile(file, 'aws:\n  region: more\n');
    const { stdout } = await runForTest(['config', '-c', file, '--json'], options);
    expect(JSON.parse(stdout).aws.region).toBe('more');
  });

  test('a value cannot leave its line', async () => {
    await configIs('databricks:\n  host: "a\\u2028\\u202eb"\n');
    const { stdout } = await runForTest(['config'], options);
    expect(stdout).not.toMatch(/[\u2028\u202e]/);
    expect(parse(stdout).databricks.host).toBe('a\u2028\u202eb');
  });
});

describe('vcp config --init', () => {
  test('writes a private file that sets nothing, and names every key and its built-in value', async () => {
    await runForTest(['config', '--init'], options);
    const path = join(home, 'config.yaml');
    const text = await readFile(path, 'utf8');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(parseConfig(text, path).settings.size).toBe(0);
    expect(text).not.toContain('****');
    const open = text.replaceAll(/^# ( *[a-z_]+:.*)$/gm, '$1');
    const { settings, unknown } = parseConfig(open, path);
    expect(unknown).toEqual([]);
    for (const key of CONFIG_KEY_NAMES) {
      expect(settings.get(key)?.value ?? null, key).toEqual(definitionOf(key).builtIn);
    }
  });

  test('never overwrites, and never writes what another file holds', async () => {
    await configIs(`databricks:\n  token: ${SECRET}\n`);
    const again = await runForTest(['config', '--init'], options);
    expect(again.exitCode).toBe(1);
    expect(await readFile(join(home, 'config.yaml'), 'utf8')).toContain(SECRET);
    const other = join(home, 'deep', 'other.yaml');
    expect((await runForTest(['config', '-i', '-c', other], options)).exitCode).toBe(0);
    expect(await readFile(other, 'utf8')).not.toContain(SECRET);
  });
});

describe('vcp config get', () => {
  test.each([
    ['transfer.datasets', '5\n'],
    ['feature_flags.data_command', 'true\n'],
    ['aws.cognito.scopes', 'openid\nprofile\n'],
  ])('%s', async (key, shown) => {
    expect((await runForTest(['config', 'get', key], options)).stdout).toBe(shown);
  });

  test('as JSON, also what is not set', async () => {
    const get = async (key: string) =>
      JSON.parse((await runForTest(['config', 'get', key, '--json'], options)).stdout);
    expect(await get('aws.cognito.scopes')).toEqual(['openid', 'profile']);
    expect(await get('platform.url')).toBeNull();
  });

  test('a section names its keys', async () => {
    const { exitCode, stderr } = await runForTest(['config', 'get', 'transfer'], options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('transfer.datasets, transfer.files');
  });
});

describe('vcp config set', () => {
  test('then get gives it back, and comments stay', async () => {
    await configIs('# mine\naws: # here\n  region: a\n');
    for (const [key, value, shown] of [
      ['aws.region', 'b', 'b\n'],
      ['transfer.files', '3', '3\n'],
      ['aws.cognito.scopes', 'openid, email', 'openid\nemail\n'],
      ['feature_flags.model_command', 'no', 'false\n'],
      ['platform.url', 'https://p.example', 'https://p.example\n'],
    ] as const) {
      expect((await runForTest(['config', 'set', key, value], options)).exitCode).toBe(0);
      expect((await runForTest(['config', 'get', key], options)).stdout).toBe(shown);
    }
    expect(await readFile(join(home, 'config.yaml'), 'utf8')).toMatch(/^# mine\naws:\s+# here\n/);
  });

  test('a value from standard input is in no argument, and not echoed', async () => {
    const set = await runForTest(['config', 'set', 'databricks.token', '-'], {
      ...options,
      input: `${SECRET}\n`,
    });
    expect(set.stdout + set.stderr).not.toContain(SECRET);
    const { stdout } = await runForTest(
      ['config', 'get', 'databricks.token', '--show-secrets'],
      options,
    );
    expect(stdout).toBe(`${SECRET}\n`);
  });

  test.each([
    ['transfer.files', 'many'],
    ['platform.url', 'nonsense'],
    ['aws.cognito.flow', 'telepathy'],
  ])('%s cannot be %s, and nothing is changed', async (key, value) => {
    await configIs('aws:\n  region: a\n');
    const { exitCode } = await runForTest(['config', 'set', key, value], options);
    expect(exitCode).toBe(2);
    expect(await readFile(join(home, 'config.yaml'), 'utf8')).toBe('aws:\n  region: a\n');
  });

  test('a broken file is left as it is', async () => {
    await configIs('aws: [');
    const { exitCode, stderr } = await runForTest(['config', 'set', 'aws.region', 'b'], options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('config.yaml:1:');
    expect(await readFile(join(home, 'config.yaml'), 'utf8')).toBe('aws: [');
  });

  test('says when a variable wins over the file', async () => {
    const env = { VCP_AWS_REGION: 'v' };
    const { stderr } = await runForTest(['config', 'set', 'aws.region', 'b'], { ...options, env });
    expect(stderr).toContain('VCP_AWS_REGION is set and wins');
  });

  test('a folder that cannot be written is an error with a code', async () => {
    const blocked = join(home, 'blocked');
    await writeFile(blocked, '');
    const { exitCode, stderr } = await runForTest(['config', 'set', 'aws.region', 'b'], {
      home: join(blocked, 'x'),
    });
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/ERR_(FILE_SYSTEM|CONFIG|NOT_FOUND)/);
  });
});

test('vcp config path names the file that set writes', async () => {
  expect((await runForTest(['config', 'path'], options)).stdout).toBe(
    `${join(home, 'config.yaml')}\n`,
  );
  const cwd = join(home, 'work');
  await mkdir(cwd);
  const { stdout } = await runForTest(['config', 'path', '--config', 'x.yaml'], {
    ...options,
    cwd,
  });
  expect(stdout).toBe(`${join(cwd, 'x.yaml')}\n`);
});
