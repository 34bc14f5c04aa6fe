import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../atomic-write.ts';
import type { VcpContext } from '../context.ts';
import { isVersion } from './versions.ts';

/** The last answer about new versions, or why there was none. */
export interface RememberedCheck {
  readonly current: string;
  readonly latest: string | null;
  readonly failure: string | null;
  readonly checkedAt: string;
}

const VALID_MS = 24 * 60 * 60 * 1000;

/** Where the last answer is kept. */
export function updateCheckPath(context: Pick<VcpContext, 'home'>): string {
  return join(context.home, 'cache', 'update-check.json');
}

/** The answer of the last 24 hours for this version; null when there is none that can be used. */
export async function readRemembered(
  context: Pick<VcpContext, 'home' | 'now'>,
  current: string,
): Promise<RememberedCheck | null> {
  try {
    const check = checked(JSON.parse(await readFile(updateCheckPath(context), 'utf8')));
    if (check === null || check.current !== current) return null;
    const age = context.now().getTime() - Date.parse(check.checkedAt);
    return age >= 0 && age < VALID_MS ? check : null;
  } catch {
    return null;
  }
}

/** Keeps an answer; where that cannot be written, the next run asks again. */
export async function remember(
  context: Pick<VcpContext, 'home'>,
  check: RememberedCheck,
): Promise<void> {
  try {
    await writeAtomically(updateCheckPath(context), `${JSON.stringify(check)}\n`);
  } catch {
    // A read-only home must not disturb the command.
  }
}

function checked(value: unknown): RememberedCheck | null {
  if (typeof value !== 'object' || value === null) return null;
  const { current, latest, failure, checkedAt } = { ...emptyCheck, ...value };
  if (typeof current !== 'string' || typeof checkedAt !== 'string') return null;
  if (latest !== null && !isVersion(latest)) return null;
  return { current, latest, failure: typeof failure === 'string' ? failure : null, checkedAt };
}

const emptyCheck: Readonly<Record<keyof RememberedCheck, unknown>> = {
  current: null,
  latest: null,
  failure: null,
  checkedAt: null,
};
