import { Interrupted } from '@vcp/schema/errors';

const INTERRUPTED_EXIT = 130;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A signal that Ctrl-C aborts, and the ways to abort it and to stop listening. */
export interface Interruptible {
  readonly signal: AbortSignal;
  readonly interrupt: (reason: Error) => void;
  readonly end: () => void;
}

/**
 * The first Ctrl-C or SIGTERM aborts the signal, so that work can be put away in order; the second
 * ends the process at once with 130.
 */
export function interruptible(host: Pick<NodeJS.Process, 'on' | 'off' | 'exit'>): Interruptible {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) host.exit(INTERRUPTED_EXIT);
    controller.abort(
      new Interrupted('interrupted', { hint: 'The same command goes on from here.' }),
    );
  };
  for (const name of SIGNALS) host.on(name, stop);
  return {
    signal: controller.signal,
    interrupt: (reason) => controller.abort(reason),
    end: () => {
      for (const name of SIGNALS) host.off(name, stop);
    },
  };
}
