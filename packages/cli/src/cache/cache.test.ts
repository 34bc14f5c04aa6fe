import { access, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runForTest, type TestOptions } from '../test-surroundings.ts';
import { sharedCacheFolder } from './areas.ts';

const FILES = {
  settings: '.vcp/config.yaml',
  signIn: '.vcp/tokens.json',
  candidates: '.vcp/downloads/candidates_lung_20260102.db',
  journal: '.vcp/downloads/candidates_lung_20260102.db-wal',
  lease: '.vcp/downloads/candidates_lung_20260102.db.lease',
  ownFile: '.vcp/downloads/notes.txt',
  update: '.vcp/cache/update-check.json',
  originalUpdate: '.vcp/cache/version_check.json',
  stray: '.vcp/cache/stray.txt',
  result: '.vcp/cache/scvi/result.json',
  sharedResult: '.cache/vcp-cli/benchmarks/scvi/old.json',
  sharedVersion: '.cache/vcp-cli/version/version_check.json',
  upload1: '.cache/vcp-cli/uploads/scvi_1.0.json',
  upload10: '.cache/vcp-cli/uploads/scvi_1.0.1_abcdef01.json',
  upload2: '.cache/vcp-cli/uploads/other_1.0.json',
} as const;

let home: string;
let options: TestOptions;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vcp-cache-'));
  options = { home: join(home, '.vcp'), env: { HOME: home } };
  const upload = (model: string, version: string, day: number, failed: string[]): string =>
    JSON.stringify({
      model,
      version,
      data_path: '/data',
      last_updated: `2026-01-0${day}T00:00:00`,
      started_at: '2026-01-01T00:00:00',
      completed_files: failed.length > 0 || day === 3 ? ['a'] : [],
      failed_files: failed,
    });
  const contents: Partial<Record<string, string>> = {
    [FILES.upload1]: upload('scvi', '1.0', 1, []),
    [FILES.upload10]: upload('scvi', '1.0.1', 2, ['b', 'c', 'd', 'e']),
    [FILES.upload2]: upload('other', '1.0', 3, []),
  };
  for (const path of Object.values(FILES)) {
    await mkdir(join(home, dirname(path)), { recursive: true });
    await writeFile(join(home, path), contents[path] ?? 'x'.repeat(100));
  }
});

async function left(): Promise<string[]> {
  const there = await Promise.all(
    Object.entries(FILES).map(async ([name, path]) => {
      const found = await access(join(home, path)).then(
        () => true,
        () => false,
      );
      return found ? [name] : [];
    }),
  );
  return there.flat();
}

function without(...names: (keyof typeof FILES)[]): string[] {
  return Object.keys(FILES).filter((name) => !names.some((gone) => gone === name));
}

describe('cache info', () => {
  test('counts what is really there', async () => {
    const { stdout } = await runForTest(['cache', 'info', '--json'], options);
    const info = JSON.parse(stdout);
    const counts = info.areas.map((area: { name: string; files: number }) => [
      area.name,
      area.files,
    ]);
    expect(counts).toEqual([
      ['downloads', 3],
      ['uploads', 3],
      ['benchmarks', 2],
      ['version', 3],
    ]);
    expect(info.recentUploads.map((one: { model: string }) => one.model)).toEqual([
      'other',
      'scvi',
      'scvi',
    ]);
  });

  test('of an empty home makes no folders', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'vcp-cache-'));
    const nowhere = { home: join(empty, '.vcp'), env: { HOME: empty } };
    const { exitCode, stdout } = await runForTest(['cache', 'info'], nowhere);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/total +0 +0 B/);
    await expect(access(join(empty, '.vcp'))).rejects.toThrow();
    await expect(access(join(empty, '.cache'))).rejects.toThrow();
  });
});

describe('cache clear', () => {
  test.each([
    ['downloads', ['candidates', 'journal', 'lease']],
    ['uploads', ['upload1', 'upload10', 'upload2']],
    ['benchmarks', ['result', 'sharedResult']],
    ['version', ['update', 'originalUpdate', 'sharedVersion']],
  ] as const)('--type %s deletes that and nothing else', async (type, gone) => {
    const { exitCode } = await runForTest(['cache', 'clear', '--type', type, '--yes'], options);
    expect(exitCode).toBe(0);
    expect(await left()).toEqual(without(...gone));
  });

  test('all leaves settings, the sign-in, and files that are not ours', async () => {
    await runForTest(['cache', 'clear', '--force'], options);
    expect(await left()).toEqual(['settings', 'signIn', 'ownFile', 'stray']);
  });

  test('--dry-run deletes nothing and lists the files', async () => {
    const { stdout } = await runForTest(['cache', 'clear', '--dry-run', '--json'], options);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, files: { length: 11 } });
    expect(await left()).toEqual(Object.keys(FILES));
  });

  test('without a terminal and without --yes it deletes nothing', async () => {
    const { exitCode, stderr } = await runForTest(['cache', 'clear'], options);
    expect([exitCode, await left()]).toEqual([2, Object.keys(FILES)]);
    expect(stderr).toContain('--yes');
  });

  test('asked and answered no, it deletes nothing', async () => {
    const asked = { ...options, columns: 80, input: 'n\n', env: { HOME: home, CI: '1' } };
    const { exitCode, stderr } = await runForTest(['cache', 'clear'], asked);
    expect([exitCode, await left()]).toEqual([0, Object.keys(FILES)]);
    expect(stderr).toContain('nothing was deleted');
  });

  test('a symbolic link is deleted, and what it points to is not', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'vcp-outside-'));
    await writeFile(join(outside, 'precious'), 'x');
    await symlink(outside, join(home, '.vcp/cache/linked'));
    await symlink(outside, join(home, '.cache/vcp-cli/benchmarks/linked'));
    await runForTest(['cache', 'clear', '--type', 'benchmarks', '--yes'], options);
    await access(join(outside, 'precious'));
    await expect(access(join(home, '.cache/vcp-cli/benchmarks/linked'))).rejects.toThrow();
  });
});

describe('cache history', () => {
  test('shows uploads with their state, the newest first', async () => {
    const { stdout } = await runForTest(['cache', 'history', '--verbose'], options);
    const lines = stdout.trimEnd().split('\n').slice(1);
    expect(lines[0]).toMatch(/^other +1\.0 +complete/);
    expect(lines[1]).toMatch(/^scvi +1\.0\.1 +4 failed.*b, c, d and 1 more/);
    expect(lines[2]).toMatch(/^scvi +1\.0 +in progress/);
    const one = await runForTest(['cache', 'history', '-l', '1', '--json'], options);
    expect(JSON.parse(one.stdout)).toMatchObject({
      total: 3,
      uploads: [{ model: 'other', status: 'complete' }],
    });
  });

  test('a file that is no upload state is named and skipped', async () => {
    await writeFile(join(home, '.cache/vcp-cli/uploads/odd\x1b[2J.json'), '[1');
    const { exitCode, stdout, stderr } = await runForTest(['cache', 'history'], options);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('odd\\x1b[2J.json cannot be understood');
    expect(stdout).toContain('scvi');
  });
});

describe('cache clean-uploads', () => {
  test.each([
    [['-m', 'scvi', '-v', '1.0'], ['upload1']],
    [
      ['-m', 'scvi'],
      ['upload1', 'upload10'],
    ],
    [
      ['-v', '1.0'],
      ['upload1', 'upload2'],
    ],
    [[], ['upload1', 'upload10', 'upload2']],
    [['-m', 'sc'], []],
  ] as const)('%j deletes exactly these', async (flags, gone) => {
    const words = ['cache', 'clean-uploads', ...flags, '--force'];
    expect((await runForTest(words, options)).exitCode).toBe(0);
    expect(await left()).toEqual(without(...gone));
  });
});

test('the shared cache lies where each system keeps such things', () => {
  expect(sharedCacheFolder({ HOME: '/h' }, 'linux')).toBe('/h/.cache/vcp-cli');
  expect(sharedCacheFolder({ HOME: '/h', XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/x/vcp-cli');
  expect(sharedCacheFolder({ HOME: '/h' }, 'darwin')).toBe('/h/Library/Caches/vcp-cli');
});
