import type { FileSystem } from '../file-system.ts';
import type { Hasher } from './hasher.ts';

const BUFFER_BYTES = 1024 * 1024;

/** The digest of the first `length` bytes of an open file. */
export async function hashFile(
  fs: FileSystem,
  fd: number,
  length: number,
  hasher: Hasher,
  signal: AbortSignal,
): Promise<string> {
  const buffer = Buffer.allocUnsafe(Math.min(BUFFER_BYTES, length));
  for (let at = 0; at < length; ) {
    signal.throwIfAborted();
    const count = await fs.read(fd, buffer.subarray(0, Math.min(buffer.length, length - at)), at);
    if (count === 0) break; // shorter than it was: the digest will not match
    hasher.update(buffer.subarray(0, count));
    at += count;
  }
  return hasher.digest();
}
