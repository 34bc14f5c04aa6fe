import { chmod, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Replaces a file at once: a reader, or a crash at any point, finds the old text or the new one
 * whole. A new file is readable by the user alone, an old one keeps its mode, and a symbolic link
 * keeps pointing to the file that is replaced. Missing folders are made.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const target = await targetOf(path);
  const folder = dirname(target);
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const mode = await modeOf(target);
  const temporary = join(folder, `.${process.pid}-${process.hrtime.bigint()}.vcp-tmp`);
  try {
    await writeDurably(temporary, text);
    if (mode !== null) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_FILE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return null;
  }
}
