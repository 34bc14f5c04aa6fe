import { open } from 'node:fs/promises';
import { type ContentSummary, summaryOf } from './content-summary.ts';
import { decodeNpyHeader } from './npy.ts';

const HEADER_BYTES = 128 * 1024;

/** What the header of a `.npy` file says. Throws an `InputError` when it is not one. */
export async function readNpySummary(path: string): Promise<ContentSummary> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const { shape, type } = decodeNpyHeader(buffer.subarray(0, bytesRead));
    return summaryOf({
      properties: [
        { name: 'shape', value: shape },
        { name: 'data_type', value: type },
      ],
    });
  } finally {
    await file.close();
  }
}
