import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './app.ts';
import { survivesClosedOutput } from './closed-output.ts';
import { hideSqliteWarning } from './experimental-warnings.ts';
import { interruptible } from './interrupt.ts';
import { useProxies } from './proxy.ts';

void start();

/** Runs the program with the real process around it, and ends with its exit status. */
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
  await written(process.stdout);
  await written(process.stderr);
  // Not left to the event loop: a name lookup that was given up would hold it for many seconds.
  process.exit(isClosed() ? 0 : exitCode);
}

/** Resolves when all that was given to the stream has left the program. */
async function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return;
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve());
  });
}
