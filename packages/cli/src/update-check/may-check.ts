import type { VcpContext } from '../context.ts';

/**
 * Whether a command may look for a new version beside its work: only for a person at a terminal,
 * never in CI, with `--quiet` or for JSON, and not where `VCP_NO_UPDATE_CHECK` is set.
 */
export function mayCheckForUpdate({
  env,
  globals,
  process,
}: Pick<VcpContext, 'env' | 'globals' | 'process'>): boolean {
  if (isSet(env.CI) || isSet(env.VCP_NO_UPDATE_CHECK)) return false;
  if (globals.quiet || globals.json) return false;
  return process.stdout.isTTY === true && process.stderr.isTTY === true;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}
