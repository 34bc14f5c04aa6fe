import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

export interface RunOptions {
  /** Added to the clean environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** The home folder; without it an empty one, which is gone afterwards. */
  readonly home?: string;
  /** What comes on stdin before it ends. */
  readonly input?: string;
  /** Runs it in a pseudo-terminal of 100 × 40; stdout and stderr then both arrive in `stdout`. */
  readonly tty?: boolean;
  readonly signal?: AbortSignal;
  /** SIGKILL after this; a minute by default. */
  readonly timeoutMs?: number;
}

/** How `vcp` ended and what it said. */
export interface FinishedVcp {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program's source, run by the Node that runs us. */
export const VCP = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** Runs `vcp` from source to its end, in a clean environment that knows nothing of this machine. */
export async function runVcp(
  args: readonly string[],
  options: RunOptions = {},
): Promise<FinishedVcp> {
  const home: TemporaryFolder | null =
    options.home === undefined ? await temporaryFolder('home') : null;
  try {
    return await run(args, { ...options, home: options.home ?? home?.path ?? '' });
  } finally {
    await home?.remove();
  }
}

function run(
  args: readonly string[],
  options: RunOptions & { home: string },
): Promise<FinishedVcp> {
  const [command, ...rest] = options.tty
    ? inTerminal([process.execPath, VCP, ...args])
    : [process.execPath, VCP, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? process.execPath, rest, {
      cwd: options.cwd ?? options.home,
      env: cleanEnvironment(options.home, options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text: string) => {
        said[name] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...said }));
    child.stdin.on('error', () => {}); // it ended before it read all
    child.stdin.end(options.input ?? '');
  });
}

/** What `vcp` finds in its environment in tests, whatever ours holds. */
export function cleanEnvironment(
  home: string,
  more: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    HOME: home,
    VCP_NO_UPDATE_CHECK: '1',
    ...more,
  };
}

/** The command that runs a command in a pseudo-terminal, with the program that each system has. */
function inTerminal(command: readonly string[]): readonly string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const sized = `stty cols 100 rows 40; exec ${quoted}`;
  return process.platform === 'darwin'
    ? ['script', '-q', '/dev/null', '/bin/sh', '-c', sized]
    : ['script', '-qec', sized, '/dev/null'];
}
