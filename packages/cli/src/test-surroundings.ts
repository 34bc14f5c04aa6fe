import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runProgram, type Surroundings } from './app.ts';
import type { GlobalFlags, OutputStream, VcpContext } from './context.ts';

/** What a test wants to be different from a quiet machine without a terminal. */
export interface TestOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly home?: string;
  /** Columns of the terminal; without it there is none. */
  readonly columns?: number;
  /** What is typed, or comes through a pipe. */
  readonly input?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}

/** A stream that keeps what was written. */
export class Captured implements OutputStream {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(columns: number | undefined) {
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 80;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

/** Surroundings of their own for one test: empty folders, no network, no variables. */
export function testSurroundings(
  options: TestOptions = {},
): Surroundings & { readonly stdout: Captured; readonly stderr: Captured } {
  const stdout = new Captured(options.columns);
  const stderr = new Captured(options.columns);
  const folder = mkdtempSync(join(tmpdir(), 'vcp-cli-test-'));
  const stdin = Object.assign(Readable.from(options.input === undefined ? [] : [options.input]), {
    isTTY: options.columns !== undefined,
  });
  return {
    stdout,
    stderr,
    process: { stdout, stderr },
    stdin,
    env: { HOME: folder, ...options.env },
    cwd: options.cwd ?? folder,
    home: options.home ?? join(folder, '.vcp'),
    fetch: options.fetch ?? (() => Promise.reject(new Error('no network in this test'))),
    now: options.now ?? (() => new Date('2026-01-02T03:04:05Z')),
    signal: options.signal ?? new AbortController().signal,
  };
}

const NO_FLAGS: GlobalFlags = {
  config: null,
  platform: null,
  debug: false,
  quiet: false,
  noColor: true,
  json: false,
};

/** A context as commands get it; see {@link testSurroundings}. */
export function testContext(
  options: TestOptions & { readonly globals?: Partial<GlobalFlags> } = {},
): VcpContext & { readonly stdout: Captured; readonly stderr: Captured } {
  return { ...testSurroundings(options), globals: { ...NO_FLAGS, ...options.globals } };
}

/** Runs a command line in surroundings of its own. */
export async function runForTest(
  words: readonly string[],
  options: TestOptions = {},
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const surroundings = testSurroundings(options);
  const exitCode = await runProgram(words, surroundings);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}
