import { createHash } from 'node:crypto';
import {
  appendFile,
  open as openFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { someDataset } from '../catalog/test-catalog.ts';
import { MEMBER, openTestPlatform, type TestPlatform } from '../server/test-platform.ts';
import { grantFiles } from './file-grant.ts';
import { registerFiles } from './stored-files.ts';

const CONTENT = 'abcdefghijklmnopqrstuvwxyz';
const SHA256 = createHash('sha256').update(CONTENT).digest();
const open = someDataset(1, { name: 'Open' });
const closed = someDataset(2, { name: 'Closed', scopes: ['staff'] });
const FILE = `/files/${open.id}/cells.h5ad`;

let platform: TestPlatform;
let diskPath: string;
beforeEach(async () => {
  platform = await openTestPlatform();
  await platform.add(open, closed);
  diskPath = await platform.addFile(open.id, 'cells.h5ad', CONTENT);
});
afterEach(() => platform.close());

describe('a file', () => {
  test('comes whole, with what it takes to verify and resume it', async () => {
    const answer = await platform.ask(FILE);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(CONTENT);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '26',
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="cells.h5ad"; filename*=UTF-8''cells.h5ad`,
      etag: `"${SHA256.toString('hex')}"`,
      'repr-digest': `sha-256=:${SHA256.toString('base64')}:`,
      digest: `sha-256=${SHA256.toString('base64')}`,
      'x-content-type-options': 'nosniff',
    });
    expect(Date.parse(answer.headers.get('last-modified') ?? '')).toBeGreaterThan(0);
  });

  test('HEAD says the same and sends nothing', async () => {
    const [whole, head] = await Promise.all([
      platform.ask(FILE),
      platform.ask(FILE, { method: 'HEAD', headers: { range: 'bytes=1-2' } }),
    ]);
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['content-length', 'etag', 'repr-digest', 'last-modified', 'accept-ranges'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
  });

  test('any range is the slice of the content', async () => {
    const offset = fc.nat(40);
    await fc.assert(
      fc.asyncProperty(offset, offset, async (first, last) => {
        const answer = await platform.ask(FILE, { headers: { range: `bytes=${first}-${last}` } });
        const body = await answer.text();
        if (last < first) expect([answer.status, body]).toEqual([200, CONTENT]);
        else if (first >= 26) {
          expect([answer.status, body]).toEqual([416, '']);
          expect(answer.headers.get('content-range')).toBe('bytes */26');
        } else {
          expect([answer.status, body]).toEqual([206, CONTENT.slice(first, last + 1)]);
          expect(answer.headers.get('content-range')).toBe(
            `bytes ${first}-${Math.min(last, 25)}/26`,
          );
        }
      }),
    );
  });

  test('a large file comes in pieces and whole', async () => {
    const large = Array.from({ length: 90_000 }, (_, line) => `${line}`).join('\n');
    await platform.addFile(open.id, 'large.csv', large);
    const answer = await platform.ask(`/files/${open.id}/large.csv`);
    let pieces = 0;
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of answer.body ?? []) {
      pieces += 1;
      text += decoder.decode(piece, { stream: true });
    }
    expect(pieces).toBeGreaterThan(1);
    expect(text).toBe(large);
  });

  test('If-Range with another version brings the whole file instead of a part', async () => {
    const range = { range: 'bytes=2-3' };
    const etag = `"${SHA256.toString('hex')}"`;
    const same = await platform.ask(FILE, { headers: { ...range, 'if-range': etag } });
    expect([same.status, await same.text()]).toEqual([206, 'cd']);
    const other = await platform.ask(FILE, { headers: { ...range, 'if-range': '"old"' } });
    expect([other.status, await other.text()]).toEqual([200, CONTENT]);
  });

  test.each([
    [{ 'if-none-match': `"${SHA256.toString('hex')}"` }, 304],
    [{ 'if-none-match': '"old"' }, 200],
    [{ 'if-match': '"old"' }, 412],
    [{ 'if-match': `"${SHA256.toString('hex')}"` }, 200],
  ])('with %o it is %i', async (headers, status) => {
    const answer = await platform.ask(FILE, { headers: headers as Record<string, string> });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(status === 200 ? CONTENT : '');
  });

  test('an empty file is an empty answer', async () => {
    await platform.addFile(open.id, 'empty', '');
    const answer = await platform.ask(`/files/${open.id}/empty`);
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '0']);
  });

  test('names of all kinds are found under their encoded URLs', async () => {
    for (const name of [
      'a b+c.h5ad',
      'naïve 細胞.csv',
      "it's (1).txt",
      '100%25.txt',
      'a#b?c&d=e',
    ]) {
      await platform.addFile(open.id, `x/${name}`, name);
      const answer = await platform.ask(`/files/${open.id}/x/${encodeURIComponent(name)}`);
      expect(await answer.text()).toBe(name);
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; [\x20-\x7e]+$/);
    }
  });
});

describe('a file that is not the registered one any more', () => {
  test('other bytes of another size are refused', async () => {
    await appendFile(diskPath, 'more');
    const answer = await platform.ask(FILE);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      detail: 'The file was changed after it was registered. It must be imported again.',
    });
    expect(answer.headers.get('etag')).toBeNull();
  });

  test('other bytes of the same size are refused', async () => {
    await writeFile(diskPath, CONTENT.toUpperCase());
    await utimes(diskPath, new Date(), new Date(Date.now() + 5_000));
    expect((await platform.ask(FILE)).status).toBe(409);
  });

  test('a removed file is gone', async () => {
    await rm(diskPath);
    expect((await platform.ask(FILE)).status).toBe(410);
  });

  test('a link in its place is not followed', async () => {
    await rename(diskPath, `${diskPath}.moved`);
    await symlink(`${diskPath}.moved`, diskPath);
    expect((await platform.ask(FILE)).status).toBe(409);
  });

  test('a file that changes while it is sent breaks the answer off', async () => {
    const large = 'x'.repeat(3_000_000);
    const path = await platform.addFile(open.id, 'large', large);
    const answer = await platform.ask(`/files/${open.id}/large`);
    const reader = answer.body?.getReader();
    await reader?.read();
    const file = await openFile(path, 'r+');
    await file.write('changed');
    await file.utimes(new Date(), new Date(Date.now() + 5_000));
    await file.close();
    const readRest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(readRest()).rejects.toThrow('changed while it was read');
  });

  test('a file that is cut short while it is sent breaks the answer off', async () => {
    const path = await platform.addFile(open.id, 'large', 'x'.repeat(3_000_000));
    const answer = await platform.ask(`/files/${open.id}/large`);
    await truncate(path, 1_000);
    await expect(answer.text()).rejects.toThrow('became shorter');
  });
});

describe('what is not registered', () => {
  test.each([
    `/files/${open.id}/other.h5ad`,
    `/files/${open.id}/../cells.h5ad`,
    `/files/${open.id}/%2e%2e/cells.h5ad`,
    `/files/${open.id}/..%2fcells.h5ad`,
    `/files/${open.id}/%2fetc%2fpasswd`,
    `/files/${open.id}//etc/passwd`,
    `/files/${open.id}/cells.h5ad%00`,
    `/files/${open.id}/CELLS.h5ad`,
    `/files/${closed.id}/cells.h5ad`,
    '/files/granted/cells.h5ad',
    '/files/',
  ])('%s is not there', async (path) => {
    const answer = await platform.ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toHaveProperty('detail');
  });

  test('no path whatever opens a file of this machine', async () => {
    const segment = fc.constantFrom(
      '..',
      '%2e%2e',
      '.',
      '',
      '%2f',
      'etc',
      'passwd',
      open.id,
      '%00',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 8 }), async (segments) => {
        const path = `/files/${open.id}/${segments.join('/')}`;
        fc.pre(new URL(path, 'http://127.0.0.1').pathname.startsWith('/files/'));
        const answer = await platform.ask(path);
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
    );
  });

  test('a broken percent-encoding is a bad request', async () => {
    expect((await platform.ask(`/files/${open.id}/%zz`)).status).toBe(400);
  });
});

describe('files of a dataset that is not public', () => {
  const path = `${closed.id}/secret.csv`;
  beforeEach(async () => {
    await platform.addFile(closed.id, 'secret.csv', 'secret');
  });

  test('do not exist without a token, and with one they do', async () => {
    expect((await platform.ask(`/files/${path}`)).status).toBe(404);
    expect(await (await platform.ask(`/files/${path}`, { headers: MEMBER })).text()).toBe('secret');
  });

  test('come by a granted link, which is good for no other dataset', async () => {
    const grant = grantFiles(platform.deps.keys.grant, closed.id, new Date());
    expect(await (await platform.ask(`/files/granted/${grant}/${path}`)).text()).toBe('secret');
    const other = grantFiles(platform.deps.keys.grant, open.id, new Date());
    expect((await platform.ask(`/files/granted/${other}/${path}`)).status).toBe(403);
  });
});

describe('a folder', () => {
  const folder = `/files/${open.id}/store.zarr/`;
  beforeEach(async () => {
    for (const path of ['store.zarr/.zgroup', 'store.zarr/X/0.0', 'store.zarrow/x', 'store'])
      await platform.addFile(open.id, path, path);
  });

  test('lists what is in it, relative to it, with sizes and checksums', async () => {
    const answer = await platform.ask(`${folder}?list`);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(await answer.json()).toEqual({
      files: [
        { path: '.zgroup', size: 18, sha256: sha256('store.zarr/.zgroup') },
        { path: 'X/0.0', size: 16, sha256: sha256('store.zarr/X/0.0') },
      ],
      next: null,
    });
  });

  test('without ?list it says how', async () => {
    const answer = await platform.ask(folder);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { detail: 'This is a folder. Add ?list to see what is in it.' },
    ]);
  });

  test('refuses a cursor that no list gave', async () => {
    expect((await platform.ask(`${folder}?list&cursor=%00`)).status).toBe(400);
  });

  test('that holds nothing is not there', async () => {
    expect((await platform.ask(`/files/${open.id}/none/?list`)).status).toBe(404);
  });

  test('the pages of a large one join to the whole, each file once', async () => {
    const rows = Array.from({ length: 2_100 }, (_, file) => ({
      datasetId: open.id,
      path: `many/${file}`,
      diskPath: '/nowhere',
      size: 0,
      sha256: '0'.repeat(64),
      modified: '2026-01-01T00:00:00.000Z',
    }));
    await registerFiles(platform.catalog, rows);
    const paths: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null && pages < 10) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await platform.ask(`/files/${open.id}/many/?list${more}`);
      const page: { files: { path: string }[]; next: string | null } = JSON.parse(
        await answer.text(),
      );
      paths.push(...page.files.map((file) => file.path));
      cursor = page.next;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(paths.toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 2_100 }, (_, file) => String(file)),
    );
  });
});
