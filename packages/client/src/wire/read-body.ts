import { BadAnswer } from '@vcp/schema';
import type { FetchAnswer } from './fetch.ts';

/** How much an answer of the API may weigh once it is decoded. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const PROGRESS_BYTES = 16 * 1024;

/**
 * Reads the body of an answer as UTF-8 text. Ends with a {@link BadAnswer} past
 * {@link MAX_ANSWER_BYTES}, whatever the headers claim; calls `onProgress` for every 16 KiB.
 */
export async function readBody(
  response: FetchAnswer,
  source: string,
  onProgress: () => void = () => {},
): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let bytes = 0;
  let reported = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES)
      throw new BadAnswer(`${source} is larger than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`, {
        hint: 'Ask for less at once, or check the address of the data API.',
      });
    parts.push(decode(decoder, chunk, source));
    if (bytes - reported < PROGRESS_BYTES) continue;
    reported = bytes;
    onProgress();
  }
  parts.push(decode(decoder, undefined, source));
  return parts.join('');
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, source: string): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw new BadAnswer(`${source} is not valid UTF-8`, { cause });
  }
}
