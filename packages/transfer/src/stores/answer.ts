import { StoreFault } from './store-fault.ts';
import type { Answer } from './transport.ts';

const MAX_WAIT_MS = 5 * 60_000;
// Fewer bytes in a whole stall window than this is a stall, even if some come.
const MIN_BYTES_PER_SECOND = 100;

/**
 * The failure that a status stands for, where it is the same for every store. Call it for all but
 * the statuses that a store understands itself.
 */
export function statusFault(answer: Pick<Answer, 'status' | 'headers'>, now: number): StoreFault {
  const { status } = answer;
  const retryAfterMs = retryAfter(answer.headers['retry-after'], now);
  if (status === 429 || status === 503)
    return new StoreFault('slow-down', `the server is busy (status ${status})`, { retryAfterMs });
  if (status === 408 || status >= 500)
    return new StoreFault('server', `the server failed (status ${status})`, { retryAfterMs });
  if (status === 404 || status === 410) return new StoreFault('not-found', 'it does not exist');
  if (status === 401 || status === 403)
    return new StoreFault('denied', `the server denies access (status ${status})`);
  if (status === 412) return new StoreFault('changed', 'the source was replaced');
  if (status === 416) return new StoreFault('range', 'the source has no such bytes');
  return new StoreFault('bad-answer', `the server answered with status ${status}`);
}

/** What a `Retry-After` header asks for, in milliseconds, bounded; null without one. */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_WAIT_MS);
}

/** The whole body as text; a `bad-answer` fault when it is longer than `maxBytes`. */
export async function readText(answer: Answer, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.length;
    if (length > maxBytes) throw new StoreFault('bad-answer', 'the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Passes the body on. Faults: `short` when fewer bytes come than `length`, `bad-answer` when more
 * do, `network` when they come so slowly that it is no use.
 */
export async function passBody(
  answer: Answer,
  length: number | null,
  write: (bytes: Uint8Array) => void | Promise<void>,
  stall: { readonly now: () => number; readonly stallMs: number },
): Promise<void> {
  let passed = 0;
  let window = { start: stall.now(), passed: 0 };
  for await (const chunk of answer.body) {
    passed += chunk.length;
    if (length !== null && passed > length)
      throw new StoreFault('bad-answer', 'the body is longer than announced');
    const held = write(chunk);
    if (held) await held;
    const elapsed = stall.now() - window.start;
    if (elapsed < stall.stallMs) continue;
    if ((passed - window.passed) * 1000 < MIN_BYTES_PER_SECOND * elapsed)
      throw new StoreFault('network', 'the connection is too slow to be of use');
    window = { start: stall.now(), passed };
  }
  if (length !== null && passed < length) throw new StoreFault('short', 'the body ended early');
}
