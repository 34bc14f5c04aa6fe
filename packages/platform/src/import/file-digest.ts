import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What a file is, as it was when it was read. */
export interface FileDigest {
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * The size and SHA-256 of the bytes of a file, read as a stream: memory does not grow with its
 * size, and other work goes on between the pieces. `onBytes` sees every piece.
 */
export async function digestFile(
  path: string,
  signal?: AbortSignal,
  onBytes?: (bytes: Uint8Array) => void,
): Promise<FileDigest> {
  const hash = createHash('sha256');
  let size = 0;
  const options = { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) };
  for await (const bytes of createReadStream(path, options)) {
    hash.update(bytes);
    onBytes?.(bytes);
    size += bytes.length;
  }
  return { size, sha256: hash.digest('hex') };
}
