import { expect, test } from 'vitest';
import { runVcp } from './run-vcp.ts';

test('the program runs from source, apart from this machine’s settings', async () => {
  const { exitCode, stdout, stderr } = await runVcp(['--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('vcp');
});

test('stdout and stderr are kept apart, and the exit status is the program’s', async () => {
  const { exitCode, stdout, stderr } = await runVcp(['no-such-command']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('no-such-command');
});

test('in a pseudo-terminal the program believes that it talks to a person', async () => {
  const piped = await runVcp(['--help']);
  const typed = await runVcp(['--help'], { tty: true });
  expect(typed.exitCode).toBe(0);
  expect(typed.stdout).toContain('\r\n');
  expect(piped.stdout).not.toContain('\r\n');
});

test('a program that hangs is killed at its limit', async () => {
  const args = ['platform', 'serve', '--port', '0', '--json'];
  const { exitCode, signal } = await runVcp(args, { timeoutMs: 3000 });
  expect({ exitCode, signal }).toEqual({ exitCode: null, signal: 'SIGKILL' });
});
