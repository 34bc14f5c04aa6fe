import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSystemError } from '@vcp/schema';
import { afterAll, expect, test } from 'vitest';
import { makeOutdir } from './target-folder.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vcp-target-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an outdir is made with all folders on the way, and is there the second time', () => {
  const outdir = join(folder, 'with space', 'ünï', 'deep');
  expect(makeOutdir(outdir)).toBe(outdir);
  expect(makeOutdir(outdir)).toBe(outdir);
});

test('a file in the way is an error', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeOutdir(join(folder, 'file'))).toThrow(FileSystemError);
  expect(() => makeOutdir(join(folder, 'file', 'below'))).toThrow(FileSystemError);
});

test('below a folder that takes no new ones it ends, with an error', () => {
  expect(() => makeOutdir('/proc/vcp/below')).toThrow(FileSystemError);
});

test('a link to a folder is followed, since the user named it', () => {
  const real = join(folder, 'real');
  mkdirSync(real);
  expect(makeOutdir(join(folder, 'with space', '..', 'real'))).toBe(real);
});
