import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Failed } from '@vcp/schema';

/** A server to run, and what to remove when it is over. */
export interface ServerProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Whom to run as; null: as ourselves. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  readonly log: string;
  /** Folders and files. */
  readonly remove: readonly string[];
  readonly stopSignal: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
}

/** A server that cannot outlive this process. */
export interface KeptProcess {
  readonly pid: number;
  /** Rejects, with the last lines of its log, if the server ends by itself; else never settles. */
  readonly died: Promise<never>;
  /** Stops the server (SIGKILL after 10 s) and removes its folders; harmless when repeated. */
  stop(): Promise<void>;
}

/**
 * Runs a server under a keeper in a session of its own: however this process ends (return, Ctrl-C,
 * SIGKILL), the server is stopped and its folders are removed. It does not keep this process alive.
 */
export async function keepProcess(server: ServerProcess): Promise<KeptProcess> {
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('./keeper.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {},
  });
  const exited = once(keeper, 'exit');
  let said = '';
  keeper.stdout.setEncoding('utf8');
  const started = new Promise<number>((resolve, reject) => {
    keeper.stdout.on('data', (text: string) => {
      said += text;
      const pid = /^started (\d+)\n/.exec(said)?.[1];
      if (pid !== undefined) resolve(Number(pid));
    });
    keeper.once('error', reject);
    keeper.once('exit', () => reject(new Failed(`A test server did not start: ${said}`)));
  });
  keeper.stdin.on('error', () => {}); // it is gone: `exited` tells so
  keeper.stdin.write(`${JSON.stringify(server)}\n`);
  const pid = await started;

  let stopping = false;
  const died = new Promise<never>((_, reject) => {
    keeper.stdout.once('close', () => {
      if (!stopping) reject(new Failed(said.replace(/^started \d+\n/, '')));
    });
  });
  died.catch(() => {}); // whoever waits for the server gets it; nobody need wait
  keeper.unref();
  unref(keeper.stdin);
  unref(keeper.stdout);

  return {
    pid,
    died,
    async stop() {
      stopping = true;
      keeper.ref();
      keeper.stdin.end();
      await exited;
    },
  };
}

/** A pipe to a child is a socket, though its type only says that it is a stream. */
function unref(pipe: object): void {
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
}
