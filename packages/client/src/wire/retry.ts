import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import type { FetchAnswer } from './fetch.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
const LONGEST_DEMAND_MS = 60_000;
const WAIT_BUDGET_MS = 120_000;

/** Statuses that say "not now": the same request may succeed a little later. */
export const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Decides how long to wait before try number `attempt` + 1 (the first is 0): as long as the server
 * demands, else a random part of an exponentially growing time ("full jitter"). Null means: give
 * up, because the tries or the two minutes of waiting are used up or the demand is too long.
 */
export function nextWait(
  platform: Platform,
  attempt: number,
  waited: number,
  demand: number | null,
): number | null {
  if (attempt >= platform.retries) return null;
  if (demand !== null && demand > LONGEST_DEMAND_MS) return null;
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  const wait = demand ?? Math.round((platform.random ?? Math.random)() * ceiling);
  return waited + wait > WAIT_BUDGET_MS ? null : wait;
}

/** What `Retry-After` demands in milliseconds (seconds or a date), or null. */
export function retryAfter(response: FetchAnswer): number | null {
  const header = response.headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const until = Date.parse(header);
  const now = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(until) || Number.isNaN(now) ? null : Math.max(0, until - now);
}

/** Waits as the platform does; ends with {@link Interrupted} when the signal is aborted. */
export async function waitFor(
  platform: Platform,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (platform.wait) await platform.wait(milliseconds, signal);
    else await delay(milliseconds, undefined, { signal });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
  if (signal.aborted) throw new Interrupted('stopped while waiting for the platform');
}
