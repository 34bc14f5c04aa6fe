import { setTimeout } from 'node:timers/promises';
import { Failed } from '@vcp/schema';

/**
 * Asks again and again until `ready` says yes. Rejects as `died` does, or with `Failed` when the
 * server does not answer within a minute.
 */
export async function waitUntil(
  ready: () => Promise<boolean>,
  died: Promise<never>,
  name: string,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await Promise.race([ready(), died]))) {
    if (Date.now() > deadline) throw new Failed(`${name} does not answer after a minute`);
    await Promise.race([setTimeout(50), died]);
  }
}
