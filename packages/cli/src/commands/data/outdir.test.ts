import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSystemError, UsageError } from '@vcp/schema/errors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkedOutdir } from './outdir.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vcp-outdir-'));
  await mkdir(join(folder, 'there is ü'));
  await mkdir(join(folder, 'locked'));
  await writeFile(join(folder, 'file'), 'x');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['.', 'there is ü', 'missing', 'missing/and/more'])(
  '%j can be written to',
  async (name) => {
    expect(await checkedOutdir(folder, name)).toBe(join(folder, name));
  },
);

test.each(['file', 'file/below', 'file/far/below'])('%j is refused by its file', async (name) => {
  const refusal = checkedOutdir(folder, name);
  await expect(refusal).rejects.toThrow(UsageError);
  await expect(refusal).rejects.toThrow(`${join(folder, 'file')} is a file, not a folder`);
});

test.each(['', '  '])('the blank name %j is refused', async (name) => {
  await expect(checkedOutdir(folder, name)).rejects.toThrow('--outdir is blank');
});

test('a folder that may not be written to is refused; for root there is none', async () => {
  await chmod(join(folder, 'locked'), 0o500);
  const below = checkedOutdir(folder, 'locked/below');
  if (process.getuid?.() === 0) expect(await below).toBe(join(folder, 'locked/below'));
  else await expect(below).rejects.toThrow(FileSystemError);
});
