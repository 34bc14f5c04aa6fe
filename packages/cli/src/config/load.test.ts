import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@vcp/schema/errors';
import { describe, expect, test } from 'vitest';
import type { VcpContext } from '../context.ts';
import { type Captured, testContext } from '../test-surroundings.ts';
import { CONFIG_KEY_NAMES, definitionOf, variableOf } from './keys.ts';
import { loadConfig } from './load.ts';
import { describeOrigin } from './origin.ts';

interface Places {
  readonly home?: string;
  readonly folder?: string;
  readonly file?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly quiet?: boolean;
}

async function contextWith(places: Places): Promise<VcpContext & { readonly stderr: Captured }> {
  const root = await mkdtemp(join(tmpdir(), 'vcp-config-'));
  const home = join(root, 'home');
  const cwd = join(root, 'work');
  await mkdir(home);
  await mkdir(cwd);
  if (places.home !== undefined) await writeFile(join(home, 'config.yaml'), places.home);
  if (places.folder !== undefined) await writeFile(join(cwd, 'config.yaml'), places.folder);
  if (places.file !== undefined) await writeFile(join(root, 'named.yaml'), places.file);
  return testContext({
    home,
    cwd,
    ...(places.env === undefined ? {} : { env: places.env }),
    globals: {
      config: places.file === undefined ? null : join(root, 'named.yaml'),
      platform: places.platform ?? null,
      quiet: places.quiet ?? false,
    },
  });
}

function region(name: string): string {
  return `aws:\n  region: ${name}\n`;
}

describe('the hierarchy', () => {
  const all = {
    home: region('home'),
    folder: region('folder'),
    file: region('file'),
    env: { VCP_AWS_REGION: 'variable' },
  };
  test.each([
    [{}, 'us-west-2', 'built-in'],
    [{ home: all.home }, 'home', 'home'],
    [{ home: all.home, folder: all.folder }, 'folder', 'folder'],
    [{ home: all.home, folder: all.folder, file: all.file }, 'file', 'file'],
    [all, 'variable', 'variable'],
  ])('%j gives %s', async (places, value, source) => {
    const config = await loadConfig(await contextWith(places));
    expect(config.get('aws.region')).toBe(value);
    expect(config.origin('aws.region').source).toBe(source);
  });

  test('every key has a variable of its own, and it is read', async () => {
    const names = CONFIG_KEY_NAMES.map(variableOf);
    expect(new Set(names).size).toBe(names.length);
    for (const key of CONFIG_KEY_NAMES) {
      const { type, choices } = definitionOf(key);
      const samples = {
        text: 'x',
        url: 'https://x.y',
        flag: 'false',
        count: '3',
        list: 'a, b',
        choice: choices?.[1] ?? '',
      };
      const config = await loadConfig(
        await contextWith({ env: { [variableOf(key)]: samples[type] } }),
      );
      expect(config.origin(key)).toMatchObject({ source: 'variable', name: variableOf(key) });
    }
  });

  test('an empty variable sets nothing, a wrong one is refused by name', async () => {
    const empty = await loadConfig(await contextWith({ env: { VCP_AWS_REGION: '' } }));
    expect(empty.get('aws.region')).toBe('us-west-2');
    const wrong = contextWith({ env: { VCP_TRANSFER_FILES: 'many' } });
    await expect(loadConfig(await wrong)).rejects.toThrow(
      'the variable VCP_TRANSFER_FILES must be',
    );
  });

  test('sections are merged key by key, lists are replaced', async () => {
    const config = await loadConfig(
      await contextWith({
        home: 'aws:\n  region: r\n  cognito:\n    scopes: [a, b]\n    client_id: c\n',
        file: 'aws:\n  cognito:\n    scopes: [z]\n',
      }),
    );
    expect(config.get('aws.cognito.scopes')).toEqual(['z']);
    expect(config.get('aws.cognito.client_id')).toBe('c');
    expect(config.get('aws.region')).toBe('r');
  });
});

describe('platform.url', () => {
  test('points every API at one platform', async () => {
    const config = await loadConfig(await contextWith({ platform: 'http://127.0.0.1:8787/' }));
    expect(config.get('data_api.base_url')).toBe('http://127.0.0.1:8787/v1/data');
    expect(config.get('models.base_url')).toBe('http://127.0.0.1:8787/');
    expect(config.get('benchmarks_api.base_url')).toBe('http://127.0.0.1:8787/');
    expect(describeOrigin(config.origin('data_api.base_url'))).toBe('platform.url in --platform');
  });

  test('beats what weaker places say, and yields to a base URL of the same or a stronger place', async () => {
    const weaker = 'data_api:\n  base_url: https://weak/\n';
    const flag = await loadConfig(await contextWith({ home: weaker, platform: 'https://p' }));
    expect(flag.get('data_api.base_url')).toBe('https://p/v1/data');
    const same = await loadConfig(
      await contextWith({ home: `${weaker}platform:\n  url: https://p\n` }),
    );
    expect(same.get('data_api.base_url')).toBe('https://weak/');
    expect(same.get('models.base_url')).toBe('https://p/');
    const stronger = await loadConfig(
      await contextWith({
        home: 'platform:\n  url: https://p\n',
        env: { VCP_DATA_API_BASE_URL: 'https://e/' },
      }),
    );
    expect(stronger.get('data_api.base_url')).toBe('https://e/');
  });

  test('a platform that is no URL is refused', async () => {
    await expect(loadConfig(await contextWith({ platform: 'nonsense' }))).rejects.toThrow(
      '--platform must be a URL',
    );
  });
});

describe('a config.yaml in the current folder', () => {
  test.each([
    ['of another program', 'version: 3\nservices:\n  web: {}\n'],
    ['with a section that only looks like ours', 'models:\n  - gpt\n  - bert\n'],
    ['that is a template', 'aws: {{ .Values.aws }}\nmodels: {{ range }}\n'],
    ['that is not YAML', '\u0000\u0001binary'],
    ['that is empty', ''],
  ])('%s breaks nothing', async (_what, folder) => {
    const config = await loadConfig(await contextWith({ folder }));
    expect(config.get('data_api.base_url')).toBe(definitionOf('data_api.base_url').builtIn);
  });

  test('that changes where requests go is announced and not trusted', async () => {
    const context = await contextWith({ folder: 'data_api:\n  base_url: https://evil.example/\n' });
    const config = await loadConfig(context);
    expect(config.get('data_api.base_url')).toBe('https://evil.example/');
    expect(config.trusted('data_api.base_url')).toBe(false);
    expect(context.stderr.text).toContain('data_api.base_url is https://evil.example/');
  });

  test('is not trusted through platform.url either, also when it may not talk', async () => {
    const config = await loadConfig(
      await contextWith({ folder: 'platform:\n  url: https://evil.example\n', quiet: true }),
    );
    expect(config.trusted('data_api.base_url')).toBe(false);
  });

  test('is trusted once it is named', async () => {
    const context = await contextWith({ folder: 'data_api:\n  base_url: https://mine.example/\n' });
    const named = { ...context, globals: { ...context.globals, config: 'config.yaml' } };
    expect((await loadConfig(named)).trusted('data_api.base_url')).toBe(true);
    expect(context.stderr.text).toBe('');
  });

  test('that is surely ours and broken is an error', async () => {
    const context = await contextWith({ folder: 'data_api:\n  base_url: [\n' });
    await expect(loadConfig(context)).rejects.toBeInstanceOf(ConfigError);
  });
});

test('unknown keys are warned about once, with what may be meant', async () => {
  const context = await contextWith({ home: 'data_api:\n  baseurl: https://x\nfoo: 1\n' });
  await loadConfig(context);
  expect(context.stderr.text.trim().split('\n')).toHaveLength(1);
  expect(context.stderr.text).toContain(
    'data_api.baseurl (line 2; Did you mean data_api.base_url?)',
  );
});

describe('files that cannot be read', () => {
  test('a named file that is missing is an error, a missing user file is not', async () => {
    const context = await contextWith({});
    const named = { ...context, globals: { ...context.globals, config: 'typo.yaml' } };
    await expect(loadConfig(named)).rejects.toThrow('there is no configuration file');
    expect((await loadConfig(context)).get('transfer.files')).toBe(10);
  });

  test('a folder, a file of two megabytes and bytes that are no UTF-8 are errors', async () => {
    const context = await contextWith({});
    const named = (name: string): VcpContext => ({
      ...context,
      globals: { ...context.globals, config: join(context.cwd, name) },
    });
    await mkdir(join(context.cwd, 'folder'));
    await writeFile(join(context.cwd, 'large'), '#'.repeat(2 * 1024 * 1024));
    await writeFile(join(context.cwd, 'latin'), Buffer.from([0x61, 0xff, 0xfe]));
    await expect(loadConfig(named('folder'))).rejects.toThrow('cannot be read');
    await expect(loadConfig(named('large'))).rejects.toThrow('larger than 256 KiB');
    await expect(loadConfig(named('latin'))).rejects.toThrow('not a text in UTF-8');
  });

  test('an endless device ends', async () => {
    const context = await contextWith({});
    await symlink('/dev/zero', join(context.cwd, 'zero'));
    const named = {
      ...context,
      globals: { ...context.globals, config: join(context.cwd, 'zero') },
    };
    await expect(loadConfig(named)).rejects.toThrow('larger than 256 KiB');
  });
});
