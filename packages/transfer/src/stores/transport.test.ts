import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { startFaultServer } from '@vcp/testing/fault-server';
import { expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../context.ts';
import { StoreFault } from './store-fault.ts';
import { createTransport } from './transport.ts';

const limits = { ...DEFAULT_LIMITS, headersMs: 300, stallMs: 300 };
const { signal } = new AbortController();
const get = (origin: string, path = '/x') =>
  ({ method: 'GET', origin, path, headers: {} }) as const;

test('the proxy of the environment is used, but not for this machine', async () => {
  const seen: string[] = [];
  const proxy = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      seen.push(data.toString().split('\r\n')[0] ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const server = await startFaultServer();
  server.objects.set('/x', { body: Buffer.from('here') });
  const env = { https_proxy: `http://127.0.0.1:${port}`, http_proxy: `http://127.0.0.1:${port}` };
  const transport = await createTransport({ env, limits });

  await expect(transport.send(get('https://data.example.org'), signal)).rejects.toBeInstanceOf(
    StoreFault,
  );
  expect(seen).toEqual(['CONNECT data.example.org:443 HTTP/1.1']);
  expect((await transport.send(get(server.url), signal)).status).toBe(200);
  expect(seen).toHaveLength(1);

  await transport.close();
  await server.stop();
  proxy.close();
});

test('a certificate that nobody vouches for is refused, also when the environment says otherwise', async () => {
  const pem = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
  const server = https.createServer(
    { key: pem('self-signed-key.pem'), cert: pem('self-signed.pem') },
    (_, response) => response.end('secret'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const transport = await createTransport({ env: {}, limits });
  const tried = () => transport.send(get(`https://127.0.0.1:${port}`), signal);
  await expect(tried()).rejects.toMatchObject({ kind: 'tls', isTransient: false });
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  await expect(tried()).rejects.toMatchObject({ kind: 'tls' });
  vi.unstubAllEnvs();
  await transport.close();
  server.close();
});

test('a server that accepts and says nothing is given up', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const transport = await createTransport({ env: {}, limits });
  const sent = transport.send(get(`http://127.0.0.1:${port}`), signal);
  await expect(sent).rejects.toMatchObject({ kind: 'network', isTransient: true });
  await transport.close();
  silent.close();
});

test('a path is sent untouched, dots and all', async () => {
  const server = await startFaultServer();
  const transport = await createTransport({ env: {}, limits });
  await transport.send(get(server.url, '/a/../b//%2e/c?x=../y'), signal);
  expect(server.requests.map(({ path }) => path)).toEqual(['/a/../b//./c']);
  await transport.close();
  await server.stop();
});

test('an abort ends a request with the reason of the signal', async () => {
  const server = await startFaultServer();
  server.objects.set('/x', { body: Buffer.alloc(1_000) });
  server.addRule({ fault: { kind: 'stall', after: 10 } });
  const transport = await createTransport({ env: {}, limits: { ...limits, stallMs: 20_000 } });
  const controller = new AbortController();
  const answer = await transport.send(get(server.url), controller.signal);
  const reason = new Error('enough');
  const reading = (async () => {
    for await (const chunk of answer.body) if (chunk.length > 0) controller.abort(reason);
  })();
  await expect(reading).rejects.toBe(reason);
  await transport.close();
  await server.stop();
});
