import type { TransferContext } from './context.ts';
import type { StoreFault } from './stores/store-fault.ts';

const BASE_MS = 250;
const CAP_MS = 20_000;

/** The retries that a whole run may still spend; every success gives one back. */
export interface RetryBudget {
  spend(): boolean;
  refund(): void;
}

/** A budget of `size` retries. */
export function createRetryBudget(size: number): RetryBudget {
  let left = size;
  return {
    spend() {
      if (left <= 0) return false;
      left -= 1;
      return true;
    },
    refund() {
      left = Math.min(size, left + 1);
    },
  };
}

/** How long to wait before try number `attempt` (from 1): full jitter, or as the server asks. */
export function backOffMs(attempt: number, retryAfterMs: number | null, random: () => number) {
  const jitter = random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
  return Math.round(retryAfterMs === null ? jitter : retryAfterMs + Math.min(jitter, 1000));
}

/** Counts the failures of one object since it last made progress. */
export interface Patience {
  /** Waits before the next try; false when it is time to give up. */
  waitAfter(fault: StoreFault, signal: AbortSignal): Promise<boolean>;
  progressed(): void;
}

/** Patience for one object within the budget of the run. */
export function createPatience(
  { limits, random, sleep }: Pick<TransferContext, 'limits' | 'random' | 'sleep'>,
  budget: RetryBudget,
  onWait: (attempt: number, waitMs: number, reason: string) => void,
): Patience {
  let attempt = 0;
  return {
    async waitAfter(fault, signal) {
      attempt += 1;
      if (!fault.isTransient || attempt >= limits.attempts || !budget.spend()) return false;
      const waitMs = backOffMs(attempt, fault.retryAfterMs, random);
      onWait(attempt, waitMs, fault.message);
      await sleep(waitMs, signal);
      return true;
    },
    progressed() {
      attempt = 0;
    },
  };
}
