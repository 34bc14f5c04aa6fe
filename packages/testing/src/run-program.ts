import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failed } from '@vcp/schema';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly user?: { readonly uid: number; readonly gid: number } | null;
  readonly timeoutMs?: number;
}

/** Runs a program to its end and gives its stdout. Throws `Failed`, with its last words, if it fails. */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, user = null, timeoutMs = 60_000 }: ProgramOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      {
        env: { ...env },
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        ...(cwd === undefined ? {} : { cwd }),
        ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
      },
      (cause, stdout, stderr) => {
        if (cause === null) resolve(stdout);
        else {
          const words = (stderr || stdout || cause.message).trim().slice(-2000);
          reject(new Failed(`${command} ${args.join(' ')} failed: ${words}`, { cause }));
        }
      },
    );
  });
}

/** The full path of a program on PATH, or null. */
export async function findProgram(
  name: string,
  path: string | undefined = process.env.PATH,
): Promise<string | null> {
  for (const folder of (path ?? '').split(delimiter).filter(Boolean)) {
    if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** Whether the file exists and may be run by us. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
