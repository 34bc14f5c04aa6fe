import type { VcpContext } from '../context.ts';
import { note } from '../output/notes.ts';
import { checkForUpdate } from './check.ts';
import { isNewer } from './versions.ts';

const AT_MOST_MS = 1000;

/**
 * Looks for a new version beside a command, for one second at most from now. The function that it
 * returns says so at the end of the command, where there is one.
 */
export function checkInBackground(context: VcpContext): () => Promise<void> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(AT_MOST_MS)]);
  const running = checkForUpdate(context, signal);
  return async () => {
    const { latest, current } = await running;
    if (latest === null || context.signal.aborted || !isNewer(latest, current)) return;
    note(
      context,
      `vcp ${latest} is there; this is ${current}. No more of this: VCP_NO_UPDATE_CHECK=1`,
    );
  };
}
