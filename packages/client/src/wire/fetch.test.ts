import { createServer, type RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type Fetch, nodeFetch } from './fetch.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/path?q=a+b`);
}

const request = () => ({
  method: 'GET' as const,
  headers: { 'X-Test': 'yes' },
  body: null,
  signal: new AbortController().signal,
  redirect: 'manual' as const,
});

async function textOf(answer: Awaited<ReturnType<Fetch>>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

// The global one is the peer: what holds for it must hold for ours.
for (const [name, fetch] of Object.entries<Fetch>({ nodeFetch, fetch: globalThis.fetch })) {
  test(`${name}: method, path, headers and body arrive as they were given`, async () => {
    const url = await serve((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        const { method, url: target, headers } = incoming;
        outgoing.end(JSON.stringify({ method, target, test: headers['x-test'], body }));
      });
    });
    const answer = await fetch(url, { ...request(), method: 'POST', body: '{"ü":1}' });
    expect(JSON.parse(await textOf(answer))).toEqual({
      method: 'POST',
      target: '/path?q=a+b',
      test: 'yes',
      body: '{"ü":1}',
    });
  });

  test(`${name}: status and headers are told, in any case; redirects are not followed`, async () => {
    const url = await serve((_, outgoing) => outgoing.writeHead(302, { Location: '/x' }).end());
    const answer = await fetch(url, request());
    expect(answer).toMatchObject({ status: 302, ok: false });
    expect(answer.headers.get('LOCATION')).toBe('/x');
    expect(answer.headers.get('none')).toBeNull();
    await answer.body?.cancel();
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)(`${name}: %s is undone`, async (encoding, compress) => {
    const url = await serve((_, outgoing) => {
      outgoing.writeHead(200, { 'content-encoding': encoding }).end(compress('content'));
    });
    expect(await textOf(await fetch(url, request()))).toBe('content');
  });

  test(`${name}: a body that ends early is an error`, async () => {
    const cut = await serve((_, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' });
      outgoing.write('part', () => outgoing.destroy());
    });
    await expect(fetch(cut, request()).then(textOf)).rejects.toThrow();
  });

  test(`${name}: an abort ends it before the answer and in the middle of it`, async () => {
    const silent = await serve(() => {});
    const before = new AbortController();
    const waiting = fetch(silent, { ...request(), signal: before.signal });
    setTimeout(() => before.abort(), 20);
    await expect(waiting).rejects.toThrow();
    const half = await serve((_, outgoing) => void outgoing.writeHead(200).write('half'));
    const during = new AbortController();
    const answer = await fetch(half, { ...request(), signal: during.signal });
    setTimeout(() => during.abort(), 20);
    await expect(textOf(answer)).rejects.toThrow();
  });

  test(`${name}: nothing listens: the cause is named by its code`, async () => {
    const url = await serve(() => {});
    for (const stop of stops.splice(0)) stop();
    const error: unknown = await fetch(url, request()).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error, ['code', 'cause'])).toContain('ECONNREFUSED');
  });
}

test('an encoding that nobody asked for is an error', async () => {
  const url = await serve((_, outgoing) => {
    outgoing.writeHead(200, { 'content-encoding': 'zip' }).end('content');
  });
  await expect(nodeFetch(url, request()).then(textOf)).rejects.toThrow('encoded as "zip"');
});

test('a compressed body that ends early is an error (the global fetch lets it pass)', async () => {
  const torn = await serve((_, outgoing) => {
    outgoing.writeHead(200, { 'content-encoding': 'gzip' });
    outgoing.end(gzipSync('x'.repeat(1000)).subarray(0, 20));
  });
  await expect(nodeFetch(torn, request()).then(textOf)).rejects.toThrow();
});
