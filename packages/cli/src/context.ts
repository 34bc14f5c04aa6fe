import type { CommandContext } from '@stricli/core';
import type { Fetch } from '@vcp/client';

/** A stream that may be a terminal. */
export interface OutputStream {
  write(text: string): boolean | undefined;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly getColorDepth?: (env?: Readonly<Partial<Record<string, string>>>) => number;
}

/** Flags that every command understands, wherever they stand on the command line. */
export interface GlobalFlags {
  /** `--config FILE` */
  readonly config: string | null;
  /** `--platform URL`: points every API at one platform. */
  readonly platform: string | null;
  /** `--debug`: stack traces and the requests made, on stderr. */
  readonly debug: boolean;
  /** `--quiet`: no progress and no notes, only errors. */
  readonly quiet: boolean;
  /** `--no-color`, `NO_COLOR`. */
  readonly noColor: boolean;
  /** The command was asked for JSON, so an error is JSON too (one line on stderr). */
  readonly json: boolean;
}

/**
 * All that a command may touch. Time, network, terminal and environment come in here, so that a
 * test can replace them.
 */
export interface VcpContext extends CommandContext {
  readonly process: {
    readonly stdout: OutputStream;
    readonly stderr: OutputStream;
    /** The exit status, where a command ends well but not with 0; an error brings its own. */
    exitCode?: number | string | null | undefined;
  };
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Where vcp keeps its files: `VCP_HOME`, else `~/.vcp`. */
  readonly home: string;
  readonly globals: GlobalFlags;
  readonly fetch: Fetch;
  readonly now: () => Date;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}
