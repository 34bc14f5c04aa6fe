import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScriptedDataset } from './scripted-platform-datasets.ts';

/** What was asked; `target` is the request line's path and query, byte for byte. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, or a fault in place of one. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Cuts the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Goes silent after so many bytes of the body, until the client leaves. */
  readonly stallAfter?: number;
  /** Cuts the connection before any answer. */
  readonly reset?: boolean;
  /** Waits before it answers. */
  readonly delayMs?: number;
}

/** What a scripted platform knows. */
export interface ScriptedPlatformOptions {
  readonly datasets?: readonly ScriptedDataset[];
  /** The one token that is taken; anything else gets 401 outside the public family. */
  readonly token?: string;
  /** Files by path, served below `/files/` with length, ETag and ranges. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Left out of search answers, as some servers do. */
  readonly withoutLimit?: boolean;
}

/** A JSON answer. */
export function json(value: unknown, status = 200): ScriptedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}

/** Sends an answer, or commits its fault. */
export async function sendScripted(
  outgoing: ServerResponse,
  request: SeenRequest,
  answer: ScriptedAnswer,
): Promise<void> {
  if (answer.delayMs !== undefined) await delay(answer.delayMs);
  if (answer.reset) {
    outgoing.destroy();
    return;
  }
  const body = Buffer.from(answer.body ?? '');
  outgoing.writeHead(answer.status ?? 200, {
    'content-length': String(body.length),
    ...answer.headers,
  });
  const stop = answer.cutAfter ?? answer.stallAfter;
  if (request.method === 'HEAD') outgoing.end();
  else if (stop === undefined) outgoing.end(body);
  else
    outgoing.write(body.subarray(0, stop), () => {
      if (answer.cutAfter !== undefined) outgoing.destroy();
    });
}
