import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type Fetch, nodeFetch } from '@vcp/client';
import { runProgram, type Surroundings } from '../../app.ts';

/** How a command line ended and what it wrote. */
export interface FinishedRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestRunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed at each question, then the end of input; makes both ends a terminal. */
  readonly typed?: readonly string[];
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** The current folder; the home unless given. */
  readonly cwd?: string;
  readonly fetch?: Fetch;
  readonly now?: () => Date;
}

/** A folder that is home and working directory of runs of the program inside this process. */
export interface TestHome {
  readonly path: string;
  run(words: readonly string[], options?: TestRunOptions): Promise<FinishedRun>;
  remove(): Promise<void>;
}

/** Makes an empty home; `platform` is what `VCP_PLATFORM` says in it. */
export async function testHome(platform: string): Promise<TestHome> {
  const path = await mkdtemp(join(tmpdir(), 'vcp-data-'));
  return {
    path,
    run: (words, options = {}) => runInside(path, platform, words, options),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

async function runInside(
  home: string,
  platform: string,
  words: readonly string[],
  options: TestRunOptions,
): Promise<FinishedRun> {
  const isTTY = options.typed !== undefined;
  const stdout = captured(isTTY, options.columns);
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const answers = [...(options.typed ?? [])];
  const stderr = captured(isTTY, options.columns, (text) => {
    if (text.endsWith('] ')) answer(stdin, answers.shift());
  });
  if (!isTTY) stdin.end();
  const surroundings: Surroundings = {
    process: { stdout, stderr },
    stdin,
    env: { VCP_PLATFORM: platform, VCP_NO_UPDATE_CHECK: '1', ...options.env },
    cwd: options.cwd ?? home,
    home,
    fetch: options.fetch ?? nodeFetch,
    now: options.now ?? (() => new Date()),
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await runProgram(words, surroundings);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function answer(stdin: PassThrough, line: string | undefined): void {
  setImmediate(() => (line === undefined ? stdin.end() : stdin.write(`${line}\n`)));
}

function captured(isTTY: boolean, columns = 100, onWrite: (text: string) => void = () => {}) {
  const parts: string[] = [];
  return {
    isTTY,
    columns,
    write: (text: string) => {
      parts.push(text);
      onWrite(text);
      return true;
    },
    text: () => parts.join(''),
  };
}
