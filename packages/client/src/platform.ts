import type { VcpError } from '@vcp/schema/errors';
import type { Fetch } from './wire/fetch.ts';

/** A server that speaks our API, and all that a call on it needs from outside. */
export interface Platform {
  /** Where the data API lies, for example `https://host/v1/data`; no trailing slash. */
  readonly dataUrl: string;
  /** The token for `dataUrl`'s origin, or null: then the public family of routes is used. */
  readonly token: () => Promise<string | null>;
  /** `nodeFetch`, the global `fetch`, or what a test puts in its place. */
  readonly fetch: Fetch;
  readonly userAgent: string;
  /** How long an answer may take to begin, and how long its body may make no real progress. */
  readonly timeoutMs: number;
  /** How often a request that may be repeated is tried again. */
  readonly retries: number;
  /** Told of each request made, one line each, without secrets. */
  readonly onRequest?: (line: string) => void;
  /** Told before each wait why the request failed and in how many milliseconds it is tried again. */
  readonly onRetry?: (error: VcpError, waitMs: number) => void;
  /** Waits between tries; by default a timer that ends early when the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** A number in [0, 1) for the jitter of waits; by default `Math.random`. */
  readonly random?: () => number;
}
