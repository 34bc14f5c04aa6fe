import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Conflict, DatabaseError, UsageError } from '@vcp/schema';
import { createTestDatabase, startPostgres, temporaryFolder } from '@vcp/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_VIEWER_URL } from './data/neuroglancer.ts';
import { importSource } from './import-source.ts';
import { type ServedPlatform, type ServeOptions, servePlatform } from './serve-platform.ts';

const LARGE = Buffer.from(`${'x'.repeat(999)}\n`.repeat(20_000));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const open: ServedPlatform[] = [];
beforeEach(async () => {
  folder = await temporaryFolder('serve');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((platform) => platform.close(0)));
  await folder.remove();
});

async function serve(changes: Partial<ServeOptions> = {}): Promise<ServedPlatform> {
  const platform = await servePlatform({
    dataDir: join(folder.path, 'platform'),
    databaseUrl: null,
    host: '127.0.0.1',
    port: 0,
    accessToken: null,
    s3: null,
    viewerUrl: DEFAULT_VIEWER_URL,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    ...changes,
  });
  open.push(platform);
  return platform;
}

/** Puts a table of many bytes into the catalog and answers its URL. */
async function addLargeTable(platform: ServedPlatform, databaseUrl: string | null = null) {
  const source = join(folder.path, 'source');
  await mkdir(source, { recursive: true });
  const rows = Buffer.concat([Buffer.from('column\n'), LARGE]);
  await writeFile(join(source, 'large.csv'), rows);
  await importSource({ dataDir: join(folder.path, 'platform'), databaseUrl }, source, {
    namespace: 'test',
    domain: 'unknown',
    s3: { endpointUrl: null, region: null, keys: null },
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  const answer = await fetch(`${platform.url}/v1/data/public/search?query=large`);
  const page: { data: { locations: { url: string }[] }[] } = JSON.parse(await answer.text());
  return { url: page.data[0]?.locations[0]?.url ?? '', rows };
}

/** A request with headers that fetch would not send. */
async function ask(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const sent = request(url, { headers }).end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
}

describe('servePlatform', () => {
  test('serves what was imported, over a socket, whole and in parts', async () => {
    const platform = await serve();
    const { url, rows } = await addLargeTable(platform);
    expect(url.startsWith(`${platform.url}/files/`)).toBe(true);
    const whole = await fetch(url);
    expect(whole.headers.get('content-length')).toBe(String(rows.length));
    expect(Buffer.compare(await whole.bytes(), rows)).toBe(0);
    const part = await fetch(url, { headers: { range: 'bytes=1000-1999' } });
    expect([part.status, part.headers.get('content-length')]).toEqual([206, '1000']);
    expect(Buffer.compare(await part.bytes(), rows.subarray(1000, 2000))).toBe(0);
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(rows.length));
  });

  test('an aborted download does not disturb the next one', async () => {
    const platform = await serve();
    const { url, rows } = await addLargeTable(platform);
    for (let round = 0; round < 20; round += 1) {
      const controller = new AbortController();
      const answer = await fetch(url, { signal: controller.signal });
      await answer.body?.getReader().read();
      controller.abort();
    }
    expect((await (await fetch(url)).bytes()).length).toBe(rows.length);
  });

  test('closing lets a download in flight finish', async () => {
    const platform = await serve();
    const { url, rows } = await addLargeTable(platform);
    const answer = await fetch(url);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    const closed = platform.close(20_000);
    let received = first?.value?.length ?? 0;
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
      received += next.value.length;
    expect(received).toBe(rows.length);
    await closed;
  });

  test.each(['evil.test', 'evil.test:80', `127.0.0.1.evil.test`])(
    'refuses the host name %s over a socket',
    async (host) => {
      const platform = await serve();
      expect(await ask(`${platform.url}/healthz`, { host })).toBe(403);
    },
  );

  test('refuses a foreign origin and answers its own', async () => {
    const { url } = await serve();
    expect(await ask(`${url}/healthz`, { origin: 'http://evil.test' })).toBe(403);
    expect(await ask(`${url}/healthz`, { origin: url })).toBe(200);
  });

  test('answers on ::1 under that name', async () => {
    const { url } = await serve({ host: '::1' });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('two servers on one data folder share catalog and token', async () => {
    const [one, two] = await Promise.all([serve(), serve()]);
    await addLargeTable(one);
    const answer = await fetch(`${two.url}/v1/data/public/search?query=large`);
    expect(await answer.json()).toMatchObject({ total: 1 });
  });

  test('runs on PostgreSQL as it does on SQLite', async () => {
    const server = await startPostgres();
    const database = await createTestDatabase(server.url);
    const platform = await serve({ databaseUrl: database.url });
    const { url, rows } = await addLargeTable(platform, database.url);
    expect((await (await fetch(url)).bytes()).length).toBe(rows.length);
    await Promise.all(open.splice(0).map((each) => each.close(0)));
    await database.drop();
    await server.stop();
  });

  test('a database that cannot be reached is said, without its password', async () => {
    const databaseUrl = 'postgresql://vcp:hunter2@127.0.0.1:1/vcp';
    const error = await serve({ databaseUrl }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toContain('127.0.0.1:1');
    expect(String(error)).not.toContain('hunter2');
  });

  test('a taken port and a foreign address are refused', async () => {
    const { url } = await serve();
    await expect(serve({ port: Number(new URL(url).port) })).rejects.toThrow(Conflict);
    await expect(serve({ host: '0.0.0.0' })).rejects.toThrow(UsageError);
  });
});
