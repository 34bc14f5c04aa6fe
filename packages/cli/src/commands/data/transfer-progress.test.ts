import { expect, test } from 'vitest';
import { testContext } from '../../test-surroundings.ts';
import { watchTransfer } from './transfer-progress.ts';

const retry = (path: string, attempt: number) =>
  ({ type: 'retry', path, attempt, waitMs: 500, reason: 'cut' }) as const;

test('parts of a file that fail together are told once, a new file and a new try again', () => {
  const context = testContext();
  const { onEvent, stop } = watchTransfer(context);
  for (const event of [retry('a', 1), retry('a', 1), retry('b', 1), retry('a', 2), retry('a', 1)])
    onEvent(event);
  onEvent({ type: 'file-done', path: 'a', bytes: 1, fetched: true, verified: 'length' });
  onEvent(retry('a', 1));
  stop();
  const told = context.stderr.text.match(/retrying \w in 0\.5 s \(try \d\): cut/g);
  expect(told?.map((line) => line.replace(/ in .*\(try/, '').slice(9, 12))).toEqual([
    'a 1',
    'b 1',
    'a 2',
    'a 1',
  ]);
});
