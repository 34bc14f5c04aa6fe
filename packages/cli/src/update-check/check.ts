import type { VcpContext } from '../context.ts';
import { PROGRAM } from '../program.ts';
import { readLatestVersion } from './latest-version.ts';
import { type AskNpm, findRegistry } from './npm-registry.ts';
import { type RememberedCheck, readRemembered, remember } from './remembered.ts';

export type Checker = Pick<VcpContext, 'env' | 'home' | 'now' | 'fetch'>;

/**
 * Looks for the newest version: the answer of the last 24 hours, also a failed one, else the npm
 * registry is asked and its answer kept. Never throws; a failure is part of the answer.
 */
export async function checkForUpdate(
  context: Checker,
  signal: AbortSignal,
  askNpm?: AskNpm,
): Promise<RememberedCheck> {
  const remembered = await readRemembered(context, PROGRAM.version);
  if (remembered !== null) return remembered;
  const check = await ask(context, signal, askNpm);
  if (!isStopped(signal)) await remember(context, check);
  return check;
}

/** Whether the user ended the program; running out of time is an answer, this is none. */
function isStopped({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError');
}

async function ask(
  context: Checker,
  signal: AbortSignal,
  askNpm: AskNpm | undefined,
): Promise<RememberedCheck> {
  const base = { current: PROGRAM.version, checkedAt: context.now().toISOString() };
  try {
    const registry = await findRegistry(context.env, signal, askNpm);
    if (registry === null) {
      return { ...base, latest: null, failure: 'npm names no registry here (https only)' };
    }
    const latest = await readLatestVersion(registry, PROGRAM.name, context.fetch, signal);
    return { ...base, latest, failure: null };
  } catch (error) {
    return { ...base, latest: null, failure: error instanceof Error ? error.message : 'unknown' };
  }
}
