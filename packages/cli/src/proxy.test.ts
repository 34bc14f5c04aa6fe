import { createServer, type Server } from 'node:http';
import { nodeFetch } from '@vcp/client/fetch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useProxies } from './proxy.ts';

let server: Server;
let address: string;
let asked: string[];
let undo: () => void = () => {};

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
});

afterEach(async () => {
  undo();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function ask(url: string): Promise<number> {
  const { signal } = new AbortController();
  const request = { method: 'GET', headers: {}, body: null, redirect: 'manual', signal } as const;
  const answer = await nodeFetch(new URL(url), request);
  await answer.body?.cancel();
  return answer.status;
}

test('a request to another machine goes through the proxy', async () => {
  undo = await useProxies({ HTTP_PROXY: address });
  expect(await ask('http://catalog.invalid/v1/data')).toBe(200);
  expect(asked).toEqual(['http://catalog.invalid/v1/data']);
});

test('a request to this machine does not, and neither does what NO_PROXY names', async () => {
  undo = await useProxies({ http_proxy: 'http://127.0.0.1:1', no_proxy: 'named.invalid' });
  expect(await ask(`${address}/here`)).toBe(200);
  expect(asked).toEqual(['/here']);
  await expect(ask('http://named.invalid/')).rejects.toMatchObject({
    code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
  });
});
