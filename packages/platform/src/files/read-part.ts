import type { FileHandle } from 'node:fs/promises';
import { isUnchanged, type ServedFile } from './open-file.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * Streams the bytes `first` to `last` of an open file, a chunk at a time, as fast as they are
 * taken, and closes the file at the end or when nobody wants more. Before the last chunk it looks
 * whether the file is still the registered one: if not, the stream fails, so that the reader sees a
 * broken answer and never a whole one of mixed versions.
 */
export function readPart(
  handle: FileHandle,
  file: ServedFile,
  first: number,
  last: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = first;
  const readNext = async (): Promise<Uint8Array<ArrayBuffer>> => {
    const wanted = Math.min(CHUNK_BYTES, last - position + 1);
    const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, position);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    position += bytesRead;
    if (position > last && !(await isUnchanged(handle, file)))
      throw new Error('the file was changed while it was read');
    return buffer.subarray(0, bytesRead);
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        controller.enqueue(await readNext());
        if (position <= last) return;
        await handle.close();
        controller.close();
      } catch (error) {
        await handle.close();
        throw error;
      }
    },
    async cancel() {
      await handle.close();
    },
  });
}
