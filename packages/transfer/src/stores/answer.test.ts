import { expect, test } from 'vitest';
import { passBody, readText } from './answer.ts';
import type { Answer } from './transport.ts';

const answerOf = (...chunks: readonly string[]): Answer => ({
  status: 200,
  headers: {},
  body: (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })(),
  discard: () => {},
});
const clock = (stepMs: number) => {
  let now = 0;
  return {
    stallMs: 1_000,
    now: () => {
      now += stepMs;
      return now;
    },
  };
};
const pass = async (answer: Answer, length: number | null, stepMs = 1) => {
  const chunks: string[] = [];
  await passBody(answer, length, (bytes) => void chunks.push(String(bytes)), clock(stepMs));
  return chunks.join('');
};

test('a body of the announced length, or of an unknown one, is passed on', async () => {
  expect(await pass(answerOf('ab', 'c'), 3)).toBe('abc');
  expect(await pass(answerOf('ab', 'c'), null)).toBe('abc');
});

test('a body with fewer or more bytes than announced is a fault', async () => {
  await expect(pass(answerOf('ab'), 3)).rejects.toMatchObject({ kind: 'short' });
  await expect(pass(answerOf('ab', 'cd'), 3)).rejects.toMatchObject({ kind: 'bad-answer' });
});

test('a body that comes in drops is a fault that is tried again, one that comes slowly is not', async () => {
  const drops = Array.from({ length: 50 }, () => 'x');
  await expect(pass(answerOf(...drops), 50, 100)).rejects.toMatchObject({ kind: 'network' });
  const spoons = drops.map(() => 'x'.repeat(20));
  expect((await pass(answerOf(...spoons), 1_000, 100)).length).toBe(1_000);
});

test('the writer holds the body back until it is ready', async () => {
  let ready = false;
  const seen: boolean[] = [];
  const write = async () => {
    seen.push(ready);
    await new Promise((resolve) => setImmediate(resolve));
    ready = true;
  };
  await passBody(answerOf('a', 'b'), 2, write, clock(1));
  expect(seen).toEqual([false, true]);
});

test('a text that is too long is refused', async () => {
  expect(await readText(answerOf('ab', 'é'), 4)).toBe('abé');
  await expect(readText(answerOf('ab', 'cd'), 3)).rejects.toMatchObject({ kind: 'bad-answer' });
});
