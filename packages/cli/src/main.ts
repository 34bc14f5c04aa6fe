import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './app.ts';
import { survivesClosedOutput } from './closed-output.ts';
import { hideSqliteWarning } from './experimental-warnings.ts';
import { interruptible } from './interrupt.ts';
import { useProxies } from './proxy.ts';

void start();

/** Runs the program with the real process around it, and sets its exit status. */
async function start(): Promise<void> {
  hideSqliteWarning(process);
  const { signal, interrupt, end } = interruptible(process);
  const isClosed = survivesClosedOutput(process.stdout, interrupt);
  let proxies: Promise<unknown> | null = null;
  const exitCode = await runProgram(process.argv.slice(2), {
    process,
    // Opening the standard input takes time, and few commands read it.
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    cwd: process.cwd(),
    home: process.env.VCP_HOME || join(homedir(), '.vcp'),
    fetch: async (url, request) => {
      proxies ??= useProxies(process.env);
      await proxies;
      return (await import('@vcp/client/fetch')).nodeFetch(url, request);
    },
    now: () => new Date(),
    signal,
  });
  end();
  process.exitCode = isClosed() ? 0 : exitCode;
}
