import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Conflict, UsageError } from '@vcp/schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Answer, type Listening, listen, loopbackHost, SERVER_LIMITS } from './listen.ts';

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close(0)));
});

async function start(answer: Answer, limits = SERVER_LIMITS): Promise<Listening> {
  const server = await listen(answer, { host: '127.0.0.1', port: 0, limits });
  open.push(server);
  return server;
}

/** Sends raw bytes and returns all that comes back until the server hangs up. */
async function say(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

describe('loopbackHost', () => {
  test.each(['127.0.0.1', '127.8.9.10', '::1', '[::1]', 'localhost'])('%s is us', (host) => {
    expect(loopbackHost(host)).toMatch(/^(127\.|::1$)/);
  });

  test.each([
    '0.0.0.0',
    '::',
    '192.168.1.5',
    'example.org',
    '',
    '127.0.0.1.evil.test',
    '2130706433',
  ])('%s is refused', (host) => {
    expect(() => loopbackHost(host)).toThrow(UsageError);
  });
});

describe('listen', () => {
  test('answers on the URL that it gives', async () => {
    const server = await start(() => new Response('here'));
    expect(await (await fetch(server.url)).text()).toBe('here');
  });

  test('a taken port is a conflict that names it', async () => {
    const server = await start(() => new Response());
    const port = Number(new URL(server.url).port);
    const second = listen(() => new Response(), { host: '127.0.0.1', port });
    await expect(second).rejects.toThrow(Conflict);
    await expect(second).rejects.toThrow(String(port));
  });

  test('too many header bytes get 431', async () => {
    const server = await start(() => new Response());
    const flood = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Flood: ${'x'.repeat(17_000)}\r\n\r\n`;
    expect(await say(server.url, flood)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('headers that never end get 408 and the connection is closed', async () => {
    const server = await start(() => new Response(), { ...SERVER_LIMITS, headersMs: 200 });
    expect(await say(server.url, 'GET / HTTP/1.1\r\nHost: ')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a request without a host name is refused', async () => {
    const server = await start(() => new Response());
    expect(await say(server.url, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/ 400 /);
  });

  test('connections beyond the limit are turned away, and free ones are taken again', async () => {
    const server = await start(() => new Response(), { ...SERVER_LIMITS, connections: 2 });
    const port = Number(new URL(server.url).port);
    const held = [1, 2].map(() => connect(port, '127.0.0.1'));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect(await say(server.url, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toBe('');
    for (const socket of held) socket.destroy();
    await vi.waitFor(async () => expect((await fetch(server.url)).status).toBe(200));
  });

  test('closing lets a request in flight finish', async () => {
    const began = Promise.withResolvers<void>();
    const server = await start(async () => {
      began.resolve();
      await wait(300);
      return new Response('finished');
    });
    const answer = fetch(server.url);
    await began.promise;
    const closed = server.close(10_000);
    expect(await (await answer).text()).toBe('finished');
    await closed;
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test('closing cuts off what does not finish in time', async () => {
    const began = Promise.withResolvers<void>();
    const server = await start(async () => {
      began.resolve();
      await wait(60_000, undefined, { ref: false });
      return new Response();
    });
    const answer = fetch(server.url).catch((error: unknown) => error);
    await began.promise;
    await server.close(100);
    expect(await answer).toBeInstanceOf(Error);
  });
});
