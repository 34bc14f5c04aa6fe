import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserCommand, openBrowser } from './browser.ts';

const URL_TEXT = 'https://viewer.example/#!{"a":"$(id); `id` & x"}';
const { href } = new URL(URL_TEXT);

test.each([
  ['linux', {}, ['xdg-open', href]],
  ['darwin', {}, ['open', href]],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler', href]],
  ['linux', { BROWSER: 'firefox --new-window' }, ['firefox', '--new-window', href]],
  ['linux', { BROWSER: 'w3m -o a=%s' }, ['w3m', '-o', `a=${href}`]],
] as const)('on %s with %j the command is %j', (platform, env, command) => {
  expect(browserCommand(URL_TEXT, { platform, env })).toEqual(command);
});

test('a browser gets the address as one argument, and no token', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vcp-browser-'));
  const program = join(folder, 'browser');
  const out = join(folder, 'out');
  await writeFile(
    program,
    `#!/bin/sh\nprintf '%s|%s|%s' "$#" "$1" "$VCP_TOKEN" > ${out}.new\nmv ${out}.new ${out}\n`,
  );
  await chmod(program, 0o755);
  const env = { PATH: process.env.PATH, BROWSER: program, VCP_TOKEN: 'secret' };
  expect(await openBrowser(URL_TEXT, { platform: 'linux', env })).toBeNull();
  await expect.poll(() => readFile(out, 'utf8').catch(() => null)).toBe(`1|${href}|`);
  await rm(folder, { recursive: true });
});

test('a browser that is not there is told, not thrown', async () => {
  const host = { platform: 'linux', env: { BROWSER: '/no/such/browser' } } as const;
  expect(await openBrowser(URL_TEXT, host)).toContain('ENOENT');
});
