import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Failed } from '@vcp/schema';
import { cleanEnvironment, VCP } from './run-vcp.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface StartOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly home: string;
}

/** Starts `vcp` from source and leaves it running; whoever calls ends it. */
export function startVcp(args: readonly string[], options: StartOptions): ChildProcess {
  return spawn(process.execPath, [VCP, ...args], {
    cwd: options.cwd ?? options.home,
    env: cleanEnvironment(options.home, options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** A platform of `vcp platform serve` on a free loopback port. */
export interface RunningPlatform extends AsyncDisposable {
  readonly url: string;
  /** The base of the data API, as `data_api.base_url` wants it. */
  readonly dataUrl: string;
  readonly dataDir: string;
  /** Ends it as Ctrl-C does, waits, and removes its folder; answers its exit status. */
  stop(): Promise<number | null>;
}

const START_LIMIT_MS = 60_000;

/** Starts `vcp platform serve --port 0 --json` with these arguments and waits until it answers. */
export async function startPlatform(
  args: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<RunningPlatform> {
  const folder = await temporaryFolder('platform');
  const dataDir = `${folder.path}/data`;
  const serve = ['platform', 'serve', '--port', '0', '--json', '--data-dir', dataDir];
  const child = startVcp([...serve, '--until-stdin-closes', ...args], { home: folder.path, env });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGINT');
    const kill = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(kill);
    await folder.remove();
    return child.exitCode;
  };
  try {
    const url = await firstUrl(child);
    return {
      url,
      dataUrl: `${url}/v1/data`,
      dataDir,
      stop,
      [Symbol.asyncDispose]: async () => void (await stop()),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstUrl(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('the child has no pipes');
  let words = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Failed(`vcp platform serve ${what}: ${words}`));
    const limit = setTimeout(() => fail('does not answer after a minute'), START_LIMIT_MS);
    child.once('error', reject);
    child.once('exit', () => fail('ended'));
    createInterface({ input: stdout }).once('line', (line) => {
      clearTimeout(limit);
      const said: unknown = JSON.parse(line);
      if (typeof said === 'object' && said !== null && 'url' in said) {
        resolve(String(said.url).replace(/\/+$/, ''));
      } else fail(`said ${line}`);
    });
  });
}
