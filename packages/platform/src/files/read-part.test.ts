import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@vcp/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServedFile } from './open-file.ts';
import { openUnchanged } from './open-file.ts';
import { readPart } from './read-part.ts';

const CONTENT = Buffer.from(Uint8Array.from({ length: 700_001 }, (_, index) => (index * 31) % 251));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: ServedFile;
beforeAll(async () => {
  folder = await temporaryFolder('read-part');
  const diskPath = join(folder.path, 'file');
  await writeFile(diskPath, CONTENT);
  const handle = await open(diskPath);
  const { size, mtimeMs } = await handle.stat();
  await handle.close();
  file = { diskPath, size, sha256: null, modifiedMs: Math.trunc(mtimeMs) };
});
afterAll(() => folder.remove());

async function openFile() {
  const handle = await openUnchanged(file);
  if (typeof handle === 'string') throw new TypeError(handle);
  return handle;
}

describe('readPart', () => {
  test('gives exactly the bytes asked for and closes the file', async () => {
    const offset = fc.nat(CONTENT.length - 1);
    await fc.assert(
      fc.asyncProperty(offset, offset, async (a, b) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const handle = await openFile();
        const bytes = await new Response(readPart(handle, file, first, last)).bytes();
        expect(Buffer.compare(bytes, CONTENT.subarray(first, last + 1))).toBe(0);
        expect(handle.fd).toBe(-1);
      }),
      { numRuns: 30 },
    );
  });

  test('closes the file when the reader goes away', async () => {
    const handle = await openFile();
    const reader = readPart(handle, file, 0, CONTENT.length - 1).getReader();
    await reader.read();
    await reader.cancel();
    expect(handle.fd).toBe(-1);
  });

  test('fails and closes the file when it cannot be read', async () => {
    const handle = await openFile();
    const longer = { ...file, size: file.size + 10 };
    const answer = new Response(readPart(handle, longer, 0, longer.size - 1));
    await expect(answer.bytes()).rejects.toThrow('shorter');
    expect(handle.fd).toBe(-1);
  });
});
