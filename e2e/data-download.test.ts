import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runVcp, startVcp, temporaryFolder } from '@vcp/testing';
import {
  json,
  type ScriptedPlatform,
  scriptedDataset,
  startScriptedPlatform,
} from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

const MIB = 1024 * 1024;
const large = Buffer.alloc(24 * MIB);
for (let at = 0; at < large.length; at += 4096) large.writeUInt32LE(at, at);
const small = Buffer.from('small\n');
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const LARGE = '00000000-0000-4000-8000-000000000001';
const MIXED = '00000000-0000-4000-8000-000000000002';

let server: ScriptedPlatform;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
let outdir = '';
beforeAll(async () => {
  server = await startScriptedPlatform((url) => {
    const location = (name: string, content: Buffer) => ({
      url: `${url}/files/${name}`,
      size: content.length,
      sha256: sha256(content),
    });
    return {
      files: { 'large.bin': large, 'small.txt': small },
      datasets: [
        scriptedDataset(1, [location('large.bin', large)]),
        scriptedDataset(2, [
          location('small.txt', small),
          { url: `${url}/files/gone\u001b[2J.txt` },
        ]),
      ],
    };
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  home = await temporaryFolder('home');
  outdir = join(home.path, 'out');
});
afterEach(async () => {
  server.forget();
  await home.remove();
});

const env = () => ({ VCP_PLATFORM: server.url });
const words = (id: string) => ['data', 'download', '--id', id, '--outdir', outdir, '--yes'];
const download = (id: string, ...more: string[]) =>
  runVcp([...words(id), ...more], { home: home.path, env: env() });

test('files are fetched and verified; the second run finds nothing to do', async () => {
  const first = await download(LARGE);
  expect(first).toMatchObject({
    exitCode: 0,
    stdout: `1 file, 24.0 MB in ${outdir}; verified: 1 by sha256.\n`,
  });
  expect(sha256(await readFile(join(outdir, 'large.bin')))).toBe(sha256(large));
  const second = await download(LARGE);
  expect(second).toMatchObject({ exitCode: 0 });
  expect(second.stdout).toMatch(/^Nothing to do: 1 file there already/);
  expect(await readdir(outdir)).toEqual(['large.bin']);
});

test('Ctrl-C ends with 130 and the way to go on; nothing has a final name; the next run finishes', async () => {
  for (let count = 0; count < 8; count += 1) server.answerNext('/files/large.bin', stalled());
  const vcp = startVcp(words(LARGE), { home: home.path, env: env() });
  const said: string[] = [];
  vcp.stderr?.on('data', (chunk: Buffer) => said.push(String(chunk)));
  await expect
    .poll(() => server.requests.some(({ path }) => path.endsWith('large.bin')), { timeout: 20_000 })
    .toBe(true);
  vcp.kill('SIGINT');
  const [exitCode] = await once(vcp, 'exit');
  expect(exitCode).toBe(130);
  expect(said.join('')).toContain('Run the same command again to go on from here.');
  expect(await readdir(outdir).catch(() => [])).not.toContain('large.bin');
  server.forget();
  const again = await download(LARGE);
  expect(again.exitCode).toBe(0);
  expect(sha256(await readFile(join(outdir, 'large.bin')))).toBe(sha256(large));
});

function stalled() {
  const etag = `"${createHash('md5').update(large).digest('hex')}"`;
  const headers = { etag, 'accept-ranges': 'bytes' };
  return { headers, body: large, stallAfter: 5 * MIB };
}

test('a killed run leaves no wrong file, and the next run finishes', async () => {
  for (let count = 0; count < 8; count += 1) server.answerNext('/files/large.bin', stalled());
  const vcp = startVcp(words(LARGE), { home: home.path, env: env() });
  await expect
    .poll(() => server.requests.some(({ path }) => path.endsWith('large.bin')), { timeout: 20_000 })
    .toBe(true);
  vcp.kill('SIGKILL');
  await once(vcp, 'exit');
  expect(await readdir(outdir).catch(() => [])).not.toContain('large.bin');
  server.forget();
  expect((await download(LARGE)).exitCode).toBe(0);
  expect(sha256(await readFile(join(outdir, 'large.bin')))).toBe(sha256(large));
});

test('Ctrl-C while candidates are collected leaves no list behind', async () => {
  server.answerNext(
    '/search',
    json({ data: [{ internal_id: 'a', locations: ['https://h/a'] }], cursor: 'x' }),
  );
  server.answerNext('/search', { ...json({ data: [] }), delayMs: 30_000 });
  const query = ['data', 'search', 'x', '--download', '--yes', '--outdir', outdir];
  const vcp = startVcp(query, { home: home.path, env: env() });
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(2);
  vcp.kill('SIGINT');
  const [exitCode] = await once(vcp, 'exit');
  expect(exitCode).toBe(130);
  const lists = await readdir(join(home.path, '.vcp', 'downloads')).catch(() => []);
  expect(lists.filter((name) => name.endsWith('.db'))).toEqual([]);
});

test('partly done: exit 8, the failure is listed without its escape sequences', async () => {
  const { exitCode, stdout, stderr } = await download(MIXED);
  expect(exitCode).toBe(8);
  expect(stdout).toContain('1 file, 6 B');
  expect(stderr).toContain('ERR_PARTLY_DONE');
  expect(stdout + stderr).not.toContain('\u001b');
  expect(await readdir(outdir)).toEqual(['small.txt']);
  const report = JSON.parse((await download(MIXED, '--json')).stdout);
  expect(report).toMatchObject({ alreadyThere: 1, failureCount: 1 });
});

test('in a terminal it asks, and shows progress', async () => {
  const asked = ['data', 'download', '--id', LARGE, '--outdir', outdir];
  const { exitCode, stdout } = await runVcp(asked, {
    home: home.path,
    env: env(),
    tty: true,
    input: '\n',
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 file, 24.0 MB');
  expect(stdout).toContain('Continue? [Y/n]');
  expect(stdout).toContain('verified: 1 by sha256');
});

test('without a terminal and without --yes nothing is fetched, and the flag is named', async () => {
  const { exitCode, stderr } = await runVcp(['data', 'download', '--id', LARGE], {
    home: home.path,
    env: env(),
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--yes');
});
