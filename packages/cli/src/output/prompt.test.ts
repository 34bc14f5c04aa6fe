import { PassThrough } from 'node:stream';
import { Interrupted, UsageError } from '@vcp/schema/errors';
import { describe, expect, test } from 'vitest';
import { testContext } from '../test-surroundings.ts';
import { confirm, wantsNextPage } from './prompt.ts';

describe('confirm', () => {
  test.each([
    ['y\n', true],
    ['YES\n', true],
    ['n\n', false],
    ['\n', false],
    ['yesterday\n', false],
    ['', false],
  ])('%j', async (input, answer) => {
    const context = testContext({ columns: 80, input });
    expect(await confirm(context, 'Delete \x1b[2Jit?', '--yes')).toBe(answer);
    const end = input === '' ? '\n' : '';
    expect(context.stderr.text).toBe(`Delete \\x1b[2Jit? [y/N] ${end}`);
  });

  test('without a terminal it fails and names the flag, and reads nothing', async () => {
    const context = testContext({ input: 'y\n' });
    await expect(confirm(context, 'Sure?', '--yes')).rejects.toMatchObject({
      name: UsageError.name,
      hint: expect.stringContaining('--yes'),
    });
    expect(context.stderr.text).toBe('');
  });

  test('Ctrl-C at the question is an interruption', async () => {
    const controller = new AbortController();
    const waiting = Object.assign(new PassThrough(), { isTTY: true });
    const context = { ...testContext({ columns: 80 }), stdin: waiting, signal: controller.signal };
    const answer = confirm(context, 'Sure?', '--yes');
    setImmediate(() => controller.abort());
    await expect(answer).rejects.toBeInstanceOf(Interrupted);
  });
});

test('Enter goes on to the next page, anything else and the end of input stop', async () => {
  const ask = (input: string): Promise<boolean> =>
    wantsNextPage(testContext({ columns: 80, input }), '10 of 30');
  expect(await ask('\n')).toBe(true);
  expect(await ask('q\n')).toBe(false);
  expect(await ask('')).toBe(false);
  expect(await wantsNextPage(testContext({ input: '\n' }), '10 of 30')).toBe(false);
});
