import type { Platform } from './platform.ts';
import { nodeFetch } from './wire/fetch.ts';

/** A platform for tests: no real waiting, each wait and request written down. */
export function testPlatform(
  dataUrl: string,
  change: Partial<Platform> = {},
): Platform & { readonly waits: number[]; readonly lines: string[] } {
  const waits: number[] = [];
  const lines: string[] = [];
  return {
    dataUrl,
    token: async () => null,
    fetch: nodeFetch,
    userAgent: 'vcp-cli/0.0.0-test',
    timeoutMs: 5000,
    retries: 3,
    onRequest: (line) => lines.push(line),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    random: () => 0.5,
    ...change,
    waits,
    lines,
  };
}

/** A signal that nobody aborts. */
export const never: AbortSignal = new AbortController().signal;
