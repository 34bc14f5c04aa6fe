import { type FileHandle, open } from 'node:fs/promises';
import { ConfigError } from '@vcp/schema/errors';

const MAX_BYTES = 256 * 1024;

/**
 * The text of a configuration file, or null when there is none. Throws {@link ConfigError} for a
 * folder, for a file that cannot be read, is larger than 256 KiB, or is not UTF-8.
 */
export async function readConfigFile(path: string): Promise<string | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readBounded(path);
  } catch (error) {
    if (isMissing(error)) return null;
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${path} cannot be read: ${reason}`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ConfigError(`${path} is not a text in UTF-8`, { cause: error });
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    return await readToEnd(file, path);
  } finally {
    await file.close();
  }
}

async function readToEnd(file: FileHandle, path: string): Promise<Uint8Array> {
  const buffer = new Uint8Array(MAX_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
  }
  throw new ConfigError(`${path} is larger than 256 KiB`, {
    hint: 'This is hardly a configuration of vcp; give the right file with --config.',
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
