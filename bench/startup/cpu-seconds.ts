import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A program with its arguments, and what is around it. */
export interface Program {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

const run = promisify(execFile);
// The shell's own `time` tells the CPU time of a child to the millisecond, which Node does not.
const TIMED = 'TIMEFORMAT="%3U %3S"; time "$@" </dev/null >/dev/null 2>&1; exit $?';

/** Runs a program once and tells its CPU time (user and system) in milliseconds; it must end with 0. */
export async function cpuMilliseconds({ argv, env, cwd }: Program): Promise<number> {
  const { stderr } = await run('bash', ['-c', TIMED, 'bash', ...argv], { env, cwd });
  const [user, system] = stderr.trim().split(' ').map(Number);
  if (user === undefined || system === undefined) throw new Error(`no times in ${stderr}`);
  return (user + system) * 1000;
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
