import { runVcp } from '@vcp/testing';
import { expect, test } from 'vitest';

test('what nobody waits for any more, such as a name lookup that hangs, does not hold the program', async () => {
  const pending = '--import=data:text/javascript,setTimeout(()=>{},60000)';
  const { exitCode, stdout } = await runVcp(['version'], {
    env: { NODE_OPTIONS: pending },
    timeoutMs: 20_000,
  });
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^vcp version \d/)]);
});
