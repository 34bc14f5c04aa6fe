import type { ServerResponse } from 'node:http';
import type { SeenRequest } from './fault-server.ts';

/** A way to misbehave. Offsets count in the body of the answer, unless said otherwise. */
export type Fault =
  /** Another status, for instance a redirect with its `location`. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection is reset after so many bytes. */
  | { readonly kind: 'reset'; readonly after: number }
  /** The connection is closed in order after so many bytes, short of the announced length. */
  | { readonly kind: 'truncate'; readonly after: number }
  /** Nothing more comes after so many bytes. */
  | { readonly kind: 'stall'; readonly after: number }
  /** One byte comes at a time, with a pause before each. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** One bit is flipped, at an offset in the object. */
  | { readonly kind: 'corrupt'; readonly at: number }
  /** So many bytes more (or, negative, fewer) are announced and sent than there are. */
  | { readonly kind: 'other-length'; readonly by: number }
  /** Headers are added or replaced; an empty value removes one. */
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }
  /** A range is answered with the whole object. */
  | { readonly kind: 'ignore-range' }
  /** The range that is announced is shifted by so many bytes. */
  | { readonly kind: 'shift-range'; readonly by: number }
  /** No length is announced; with `after`, the body is cut there without its last chunk. */
  | { readonly kind: 'chunked'; readonly after?: number }
  /** The answer comes late. */
  | { readonly kind: 'late'; readonly ms: number };

interface Sending {
  readonly request: SeenRequest;
  readonly response: ServerResponse;
  readonly body: Uint8Array;
  readonly range: { readonly start: number; readonly end: number } | null;
  readonly fault: Fault | null;
}

/** Answers with an object or a range of it, the way that the fault wants. */
export function sendBody(sending: Sending): void {
  if (sending.fault?.kind === 'late') setTimeout(() => send(sending), sending.fault.ms).unref();
  else send(sending);
}

function send({ request, response, body, range, fault }: Sending): void {
  const { start, end } = range ?? { start: 0, end: body.length };
  const bytes = bodyWith(fault, body.subarray(start, end), start);
  if (range) {
    const shift = fault?.kind === 'shift-range' ? fault.by : 0;
    const announced = `bytes ${start + shift}-${end - 1 + shift}/${body.length}`;
    response.setHeader('content-range', announced);
  }
  if (fault?.kind !== 'chunked') response.setHeader('content-length', bytes.length);
  for (const [name, value] of Object.entries(fault?.kind === 'headers' ? fault.headers : {})) {
    if (value === '') response.removeHeader(name);
    else response.setHeader(name, value);
  }
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const cut = fault && 'after' in fault ? (fault.after ?? bytes.length) : bytes.length;
  const sent = fault?.kind === 'drip' ? bytes.subarray(0, 0) : bytes.subarray(0, cut);
  request.bytes += sent.length;
  if (fault?.kind === 'drip') drip(response, bytes, fault.everyMs);
  else if (cut >= bytes.length) response.end(sent);
  else response.write(sent, () => breakOff(response, fault));
}

function breakOff(response: ServerResponse, fault: Fault | null): void {
  const { socket } = response;
  if (fault?.kind === 'reset') socket?.resetAndDestroy();
  if (fault?.kind === 'truncate' || fault?.kind === 'chunked') socket?.end();
}

function drip(response: ServerResponse, bytes: Uint8Array, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= bytes.length || response.destroyed) {
      clearInterval(timer);
      response.end();
    } else response.write(bytes.subarray(at, at + 1));
    at += 1;
  }, everyMs);
  timer.unref();
}

function bodyWith(fault: Fault | null, bytes: Uint8Array, start: number): Uint8Array {
  if (fault?.kind === 'corrupt' && fault.at >= start && fault.at < start + bytes.length) {
    const copy = Uint8Array.from(bytes);
    copy[fault.at - start] = (copy[fault.at - start] ?? 0) ^ 1;
    return copy;
  }
  if (fault?.kind !== 'other-length') return bytes;
  return fault.by < 0
    ? bytes.subarray(0, Math.max(0, bytes.length + fault.by))
    : Buffer.concat([bytes, Buffer.alloc(fault.by, 0x78)]);
}
