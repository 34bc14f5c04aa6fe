import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from './atomic-write.ts';

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'vcp-atomic-'));
}

test('a new file is private, and missing folders are made', async () => {
  const path = join(await folder(), 'a', 'b', 'config.yaml');
  await writeAtomically(path, 'x');
  expect(await readFile(path, 'utf8')).toBe('x');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('an old file keeps its mode, a link keeps pointing', async () => {
  const root = await folder();
  const real = join(root, 'real.yaml');
  await writeFile(real, 'old');
  await chmod(real, 0o644);
  await symlink(real, join(root, 'link.yaml'));
  await writeAtomically(join(root, 'link.yaml'), 'new');
  expect(await readlink(join(root, 'link.yaml'))).toBe(real);
  expect(await readFile(real, 'utf8')).toBe('new');
  expect((await stat(real)).mode & 0o777).toBe(0o644);
});

test('when it cannot be put in place, the old one stays and nothing is left behind', async () => {
  const root = await folder();
  const target = join(root, 'target');
  await mkdir(join(target, 'in the way'), { recursive: true });
  await expect(writeAtomically(target, 'x')).rejects.toThrow();
  expect(await readdir(root)).toEqual(['target']);
});

test('writers side by side leave one whole text', async () => {
  const path = join(await folder(), 'file');
  const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));
  await Promise.all(texts.map((text) => writeAtomically(path, text)));
  expect(texts).toContain(await readFile(path, 'utf8'));
});
