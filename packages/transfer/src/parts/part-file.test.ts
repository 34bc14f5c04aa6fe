import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vcp/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeFileSystem as fs } from '../file-system.ts';
import { openPart } from './part-file.ts';
import { ownPartPath, partOwning, sharedPartPath } from './part-name.ts';

const CHUNK = 10;
const identity = (size: number, etag = '"v1"') => ({
  source: 'https://h/f',
  etag,
  lastModified: null,
  size,
});

test('what was committed is known after reopening, what was not is not', async () => {
  await using folder = await temporaryFolder('part');
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 95 }),
      fc.uniqueArray(fc.nat(9)),
      async (size, wanted) => {
        round += 1;
        const path = join(folder.path, `${round}`);
        const chunks = Math.ceil(size / CHUNK);
        const done = wanted.filter((chunk) => chunk < chunks);
        const part = await openPart(fs, path, identity(size), CHUNK);
        for (let chunk = 0; chunk < chunks; chunk += 1)
          part.write(Buffer.alloc(Math.min(CHUNK, size - chunk * CHUNK), chunk + 1), chunk * CHUNK);
        await part.commit(done);
        expect(part.isComplete).toBe(done.length === chunks);
        part.close();

        const again = await openPart(fs, path, identity(size), CHUNK);
        for (let chunk = 0; chunk < chunks; chunk += 1)
          expect(again.isDone(chunk)).toBe(done.includes(chunk));
        again.finish();
        again.close();
        const expected = Buffer.from(
          Array.from({ length: size }, (_, i) => Math.floor(i / CHUNK) + 1),
        );
        expect(readFileSync(path)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['version', identity(50, '"v2"'), CHUNK],
  ['size of chunks', identity(50), 25],
])('a part of another %s is begun anew', async (_, other, chunkBytes) => {
  await using folder = await temporaryFolder('part');
  const path = join(folder.path, 'part');
  const first = await openPart(fs, path, identity(50), CHUNK);
  await first.commit([0, 1, 2]);
  first.close();
  const second = await openPart(fs, path, other, chunkBytes);
  expect(second.isDone(0)).toBe(false);
  second.close();
});

test('names of unfinished files fit into a folder entry, tell versions apart, and are recognised', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '😀'), minLength: 1, maxLength: 240 }),
      (name) => {
        const target = join('/out', name);
        const part = sharedPartPath(target, identity(1));
        const entry = part.slice('/out/'.length);
        expect(Buffer.byteLength(entry)).toBeLessThanOrEqual(255 - '.lease.00000000'.length);
        expect(part).not.toBe(sharedPartPath(target, identity(1, '"v2"')));
        expect(part).not.toBe(sharedPartPath(`${target}x`, identity(1)));
        expect(partOwning(entry, target)).toBe(part);
        expect(partOwning(`${entry}.lease`, target)).toBe(part);
        expect(partOwning(name, target)).toBeNull();
        const own = ownPartPath(target, '0123456789abcdef').slice('/out/'.length);
        expect(partOwning(own, target)).toBeNull();
        expect(Buffer.byteLength(own)).toBeLessThanOrEqual(255);
      },
    ),
  );
});
