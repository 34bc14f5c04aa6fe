import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@vcp/testing';
import { expect, test } from 'vitest';

const DEMO = fileURLToPath(new URL('../examples/demo.ts', import.meta.url));

test('the demo does what it says and leaves nothing behind', async () => {
  await using folder = await temporaryFolder('demo-e2e');
  const { status, stdout } = spawnSync(process.execPath, [DEMO], {
    env: { ...process.env, TMPDIR: folder.path, TEMP: folder.path },
    encoding: 'utf8',
    timeout: 170_000,
    killSignal: 'SIGINT',
  });
  expect(stdout).toContain('sizes and SHA-256 all as in the catalog');
  expect(stdout).toContain('every file is as the first run left it');
  expect(status).toBe(0);
  expect(await readdir(folder.path)).toEqual([]);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? '';
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
}, 180_000);
