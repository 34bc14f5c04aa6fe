import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import {
  BadAnswer,
  Forbidden,
  InputError,
  Interrupted,
  NetworkError,
  NotFound,
  RateLimited,
  ServerError,
  SignInNeeded,
  VcpError,
} from '@vcp/schema';
import { json, type ScriptedPlatform, startScriptedPlatform } from '@vcp/testing/scripted-platform';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { never, testPlatform } from '../test-platform.ts';
import { ask } from './ask.ts';

let server: ScriptedPlatform;
beforeAll(async () => {
  server = await startScriptedPlatform();
});
afterAll(() => server.stop());
afterEach(() => server.forget());

const hints = { refused: 'Ask differently.', unknown: 'Ask elsewhere.' };
const question = { route: '/public/search', token: null, subject: 'the search', hints };

async function failure(promise: Promise<unknown>): Promise<VcpError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof VcpError) return error;
  throw new Error(`expected a VcpError, got ${String(error)}`);
}

function askOnce(change: Parameters<typeof testPlatform>[1] = {}): Promise<string> {
  return ask(testPlatform(server.dataUrl, change), question, never);
}

test.each([
  [400, InputError],
  [422, InputError],
  [401, SignInNeeded],
  [403, Forbidden],
  [404, NotFound],
  [429, RateLimited],
  [500, ServerError],
  [503, ServerError],
  [418, BadAnswer],
])(
  'status %i becomes the error that says so, with the words of the server',
  async (status, type) => {
    server.answerNext('/search', json({ detail: 'the reason' }, status));
    const error = await failure(askOnce({ retries: 0 }));
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain('the reason');
    expect(error.hint).not.toBe('');
  },
);

test('validation errors in a list are joined', async () => {
  const detail = [
    { loc: ['query', 'size'], msg: 'too large', type: 'x' },
    { msg: 'and wrong' },
    7,
    null,
  ];
  server.answerNext('/search', json({ detail }, 422));
  expect((await failure(askOnce())).message).toContain('too large; and wrong');
});

test.each(['not json', '{"detail":', '[]', '{"detail":{"a":1}}', '['.repeat(100_000)])(
  'an error whose body is %.20s still tells its status',
  async (body) => {
    const headers = { 'content-type': 'application/json' };
    server.answerNext('/search', { status: 404, headers, body });
    expect(await failure(askOnce())).toBeInstanceOf(NotFound);
  },
);

test.each([
  ['tissue:(', 8, 'wrong at its end'],
  ['a OR b:c', 5, 'wrong at character 6'],
  ['x', 0, 'wrong at character 1'],
])('a fault in the query %s is told as one of what was typed', async (typed, position, place) => {
  const isWrapped = typed.includes('OR');
  const sent = `${isWrapped ? `(${typed})` : typed} AND latest_version:true`;
  const problem = {
    text: 'the reason',
    position: position + (isWrapped ? 1 : 0),
    hint: 'Mend it.',
  };
  server.answerNext('/search', json({ detail: 'in short', problem }, 400));
  const error = await failure(
    ask(testPlatform(server.dataUrl), { ...question, query: { sent, typed } }, never),
  );
  expect(error).toMatchObject({ query: typed, position, hint: 'Mend it.' });
  expect(error.message).toBe(`the query is ${place}: the reason`);
});

test.each([
  { text: 'x', position: 4 },
  { text: 'x', position: -1 },
  { text: 'x', position: 1e300 },
  { text: 1, position: 0 },
  'x',
  [],
])('a fault outside of what was typed, %j, keeps the words of the server', async (problem) => {
  server.answerNext('/search', json({ detail: 'in short', problem }, 400));
  const query = { sent: '"x" AND b', typed: 'x' };
  const error = await failure(ask(testPlatform(server.dataUrl), { ...question, query }, never));
  expect(error.message).toMatch(/does not accept the search: in short$/);
  expect(error.hint).toBe('Ask differently.');
});

test('secrets in the words of the server are masked, and long words are cut', async () => {
  const detail = `bad Authorization: Bearer abcdef0123456789 ${'x'.repeat(5000)}`;
  server.answerNext('/search', json({ detail }, 400));
  const { message } = await failure(askOnce());
  expect(message).not.toContain('abcdef0123456789');
  expect(message.length).toBeLessThan(1200);
});

test('passing failures are tried again with growing waits, then the answer counts', async () => {
  for (const status of [503, 502, 504]) server.answerNext('/search', json({}, status));
  const platform = testPlatform(server.dataUrl);
  expect(JSON.parse(await ask(platform, question, never))).toHaveProperty('data');
  expect(platform.waits).toEqual([250, 500, 1000]);
  expect(server.requests).toHaveLength(4);
});

test('a cut connection is tried again, before and in the middle of an answer', async () => {
  server.answerNext('/search', { reset: true });
  server.answerNext('/search', { ...json({ data: [], total: 123456 }), cutAfter: 10 });
  expect(JSON.parse(await askOnce())).toHaveProperty('data');
  expect(server.requests).toHaveLength(3);
});

test('Retry-After is waited for, in seconds or as a date', async () => {
  const date = 'Fri, 01 May 2026 12:00:00 GMT';
  const until = 'Fri, 01 May 2026 12:00:07 GMT';
  server.answerNext('/search', { status: 429, headers: { 'retry-after': '3' } });
  server.answerNext('/search', { status: 503, headers: { 'retry-after': until, date } });
  const platform = testPlatform(server.dataUrl);
  await ask(platform, question, never);
  expect(platform.waits).toEqual([3000, 7000]);
});

test('a demand of more than a minute ends it at once and is told', async () => {
  server.answerNext('/search', { status: 429, headers: { 'retry-after': '3600' } });
  const error = await failure(askOnce());
  expect(error.hint).toBe('Try again in 3600 seconds.');
  expect(server.requests).toHaveLength(1);
});

test('all waits together stay within two minutes', async () => {
  for (let i = 0; i < 10; i += 1)
    server.answerNext('/search', { status: 429, headers: { 'retry-after': '50' } });
  const platform = testPlatform(server.dataUrl, { retries: 100 });
  expect(await failure(ask(platform, question, never))).toBeInstanceOf(RateLimited);
  expect(platform.waits).toEqual([50_000, 50_000]);
});

test('what another try cannot mend is not tried again', async () => {
  for (const status of [400, 401, 403, 404, 500]) {
    server.answerNext('/search', json({ detail: 'no' }, status));
    await failure(askOnce());
  }
  server.answerNext('/search', { headers: { 'content-type': 'text/html' }, body: '<html>' });
  expect((await failure(askOnce())).message).toContain('something that is not JSON');
  expect(server.requests).toHaveLength(6);
});

test('nothing listens: the origin is named, after the tries', async () => {
  const gone = await startScriptedPlatform();
  await gone.stop();
  const platform = testPlatform(gone.dataUrl, { retries: 2 });
  const error = await failure(ask(platform, question, never));
  expect(error).toBeInstanceOf(NetworkError);
  expect(error.message).toBe(`cannot reach ${gone.url}: nothing listens there`);
  expect(platform.waits).toHaveLength(2);
});

test('a server that says nothing, or stops in its answer, is given up on', async () => {
  server.answerNext('/search', { delayMs: 2000 });
  const silent = await failure(askOnce({ timeoutMs: 100, retries: 0 }));
  expect(silent.message).toContain('no progress in 100 ms');
  server.answerNext('/search', { ...json({ data: [] }), stallAfter: 5 });
  const stalled = await failure(askOnce({ timeoutMs: 100, retries: 0 }));
  expect(stalled).toBeInstanceOf(NetworkError);
});

test('a server that drips one byte at a time is given up on', async () => {
  let timer: NodeJS.Timeout | undefined;
  const dripping = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    timer = setInterval(() => response.write(' '), 20);
  });
  await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve));
  const address = dripping.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const platform = testPlatform(`http://127.0.0.1:${port}`, { timeoutMs: 300, retries: 0 });
  const error = await failure(ask(platform, question, never));
  clearInterval(timer);
  dripping.closeAllConnections();
  dripping.close();
  expect(error.message).toContain('no progress');
});

test('an abort ends a request and a wait, as an interruption', async () => {
  server.answerNext('/search', { delayMs: 5000 });
  const during = new AbortController();
  const asked = failure(ask(testPlatform(server.dataUrl), question, during.signal));
  setTimeout(() => during.abort(), 50);
  expect(await asked).toBeInstanceOf(Interrupted);

  const waiting = new AbortController();
  server.answerNext('/search', { status: 429, headers: { 'retry-after': '30' } });
  const { wait: _, ...platform } = testPlatform(server.dataUrl);
  const waited = failure(ask(platform, question, waiting.signal));
  setTimeout(() => waiting.abort(), 100);
  expect(await waited).toBeInstanceOf(Interrupted);
});

test('a body that unpacks to more than 64 MiB is refused', async () => {
  const body = gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  server.answerNext('/search', { headers, body });
  const error = await failure(askOnce());
  expect(error).toBeInstanceOf(BadAnswer);
  expect(error.message).toContain('larger than 64 MiB');
});

test('text that is not UTF-8 is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  server.answerNext('/search', { headers, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) });
  expect((await failure(askOnce())).message).toContain('not valid UTF-8');
});

test('each request is told without the token, each wait with its reason', async () => {
  server.answerNext('/search', json({}, 503));
  const retries: [string, number][] = [];
  const platform = testPlatform(server.dataUrl, {
    onRetry: ({ code }, waitMs) => retries.push([code, waitMs]),
  });
  await ask(platform, { ...question, parameters: { query: 'a b', token: 'secret1' } }, never);
  expect(retries).toEqual([['ERR_SERVER', 250]]);
  expect(platform.lines).toHaveLength(2);
  expect(platform.lines[0]).toMatch(
    /^GET http:\/\/127\.0\.0\.1:\d+\/v1\/data\/public\/search\?query=a\+b.* -> 503$/,
  );
  expect(platform.lines.join()).not.toContain('secret1');
});

test.each(['a b', 'a\nb', 'ü', ''])(
  'the token %j never reaches a header or an error',
  async (token) => {
    const error = await failure(ask(testPlatform(server.dataUrl), { ...question, token }, never));
    expect(error).toBeInstanceOf(InputError);
    if (token !== '') expect(error.message).not.toContain(token);
    expect(server.requests).toHaveLength(0);
  },
);
