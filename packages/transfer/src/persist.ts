import { createPatience, type Patience } from './retry.ts';
import type { Run } from './run.ts';
import { StoreFault } from './stores/store-fault.ts';

/** What is needed to send requests of a run. */
export type Sending = Pick<Run, 'options' | 'context' | 'budget' | 'lanes' | 'signal'>;

/** Patience for one object; waits are told as `retry` events. */
export function patienceFor({ context, budget, options }: Sending, path: string): Patience {
  return createPatience(context, budget, (attempt, waitMs, reason) =>
    options.onEvent({ type: 'retry', path, attempt, waitMs, reason }),
  );
}

/** Sends a request in a lane of its own, again and again while its failure is transient. */
export async function persist<T>(
  run: Sending,
  patience: Patience,
  send: () => Promise<T>,
  signal: AbortSignal = run.signal,
): Promise<T> {
  for (;;) {
    const release = await run.lanes.take(signal);
    try {
      const result = await send();
      run.budget.refund();
      return result;
    } catch (error) {
      if (!(error instanceof StoreFault) || signal.aborted) throw error;
      release();
      if (!(await patience.waitAfter(error, signal))) throw error;
    } finally {
      release();
    }
  }
}
