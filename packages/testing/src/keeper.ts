/**
 * Runs one server for a test process and outlives that process just long enough to clean up after
 * it. The first line on stdin says what to run; when stdin closes (the test process asked for it,
 * or died in whatever way) the server is stopped and its folders are removed.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ServerProcess } from './kept-process.ts';

const STOP_PATIENCE_MS = 10_000;

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-4000);
  } catch {
    return '';
  }
}

function keep(server: ServerProcess): () => void {
  const log = openSync(server.log, 'a');
  const child = spawn(server.command, server.args, {
    cwd: server.cwd,
    env: server.env,
    stdio: ['ignore', log, log],
    ...(server.user === null ? {} : { uid: server.user.uid, gid: server.user.gid }),
  });
  closeSync(log);
  let stopping = false;

  const leave = (exitCode: number) => {
    for (const path of server.remove) {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    }
    process.exit(exitCode);
  };
  const leaveEarly = (reason: string) => {
    process.stdout.write(`${reason}\n${lastLines(server.log)}`, () => leave(1));
  };
  child.once('spawn', () => process.stdout.write(`started ${child.pid}\n`));
  child.once('error', (error) => leaveEarly(`${server.command}: ${error.message}`));
  child.once('exit', (code, signal) => {
    if (stopping) leave(0);
    else leaveEarly(`${server.command} ended by itself (${signal ?? `exit status ${code}`})`);
  });

  return () => {
    if (stopping) return;
    stopping = true;
    child.kill(server.stopSignal);
    setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS).unref();
  };
}

let stop: () => void = () => process.exit(0);
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  stop = keep(JSON.parse(line) as ServerProcess); // written by keepProcess, in this package
});
lines.once('close', () => stop());
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop());
// The test process may be gone while its server's last words are written to it.
process.stdout.on('error', () => stop());
