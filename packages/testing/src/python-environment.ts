import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Failed } from '@vcp/schema';
import { cacheFolder } from './cache-folder.ts';
import { findProgram, runProgram } from './run-program.ts';

/** A virtual environment of Python with packages in it. */
export interface PythonEnvironment {
  readonly folder: string;
  /** The path of one of its programs. */
  program(name: string): string;
}

const BUILD_LIMIT_MS = 600_000;

/**
 * A cached virtual environment with exactly these packages, made once, also when several processes
 * ask for it at the same time. Throws `Failed` when there is no Python 3 or it cannot be filled.
 */
export async function pythonEnvironment(
  name: string,
  packages: readonly string[],
): Promise<PythonEnvironment> {
  const folder = await cacheFolder(name);
  const complete = join(folder, '.complete');
  const environment = { folder, program: (program: string) => join(folder, 'bin', program) };
  if (await exists(complete)) return environment;
  const python = await findProgram('python3');
  if (python === null) throw new Failed('python3 is not installed');
  const release = await lock(`${folder}.lock`);
  try {
    if (await exists(complete)) return environment;
    await runProgram(python, ['-m', 'venv', '--clear', folder], { timeoutMs: BUILD_LIMIT_MS });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await runProgram(environment.program('python'), pip, { timeoutMs: BUILD_LIMIT_MS });
    await writeFile(complete, `${packages.join('\n')}\n`);
  } finally {
    await release();
  }
  return environment;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

/** Waits for a lock folder; one that is older than any build can be was left by a dead process. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const deadline = Date.now() + BUILD_LIMIT_MS * 2;
  for (;;) {
    try {
      await mkdir(folder);
      return () => rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (Date.now() > deadline) await rm(folder, { recursive: true, force: true });
      await setTimeout(500);
    }
  }
}
