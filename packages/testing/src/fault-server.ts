import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { listingXml, s3ErrorXml } from './fault-server-s3.ts';
import { type Fault, sendBody } from './fault-server-send.ts';

/** What a path serves. */
export interface ServedObject {
  readonly body: Uint8Array;
  /** With quotes; by default the MD5 of the body, null for none. */
  readonly etag?: string | null;
  readonly lastModified?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it came, and how many bytes of body it was answered with. */
export interface SeenRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<IncomingMessage['headers']>;
  status: number;
  bytes: number;
}

/** One way to misbehave: for the requests that match, the first `times` of them (default: all). */
export interface FaultRule {
  readonly fault: Fault;
  readonly times?: number;
  readonly match?: (request: SeenRequest) => boolean;
}

/** A server on loopback that serves what it is given and misbehaves as it is told. */
export interface FaultServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** By decoded path (`/a/b`; for S3 `/bucket/key`). */
  readonly objects: Map<string, ServedObject>;
  readonly requests: readonly SeenRequest[];
  /** Bytes of all bodies, as handed to the sockets. */
  readonly bytesServed: number;
  /** The first rule that matches a request decides. */
  addRule(rule: FaultRule): void;
  clearRules(): void;
  forgetRequests(): void;
  stop(): Promise<void>;
}

export interface FaultServerOptions {
  /** Speaks S3: listings, HEAD, XML errors, request ids. */
  readonly s3?: boolean;
  /** Objects in a page of a listing. */
  readonly pageSize?: number;
}

interface Rule {
  readonly rule: FaultRule;
  used: number;
}

/** Starts a fault server of the caller's own on a free port of 127.0.0.1. */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const objects = new Map<string, ServedObject>();
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let rules: Rule[] = [];

  const faultFor = (request: SeenRequest): Fault | null => {
    const found = rules.find(
      ({ rule, used }) => used < (rule.times ?? Infinity) && (rule.match?.(request) ?? true),
    );
    if (!found) return null;
    found.used += 1;
    return found.rule.fault;
  };

  const server = createServer((incoming, response) => {
    const seen = seenRequest(incoming);
    requests.push(seen);
    response.on('finish', () => {
      seen.status = response.statusCode;
    });
    answer(seen, response, faultFor(seen), objects, options);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    requests,
    get bytesServed() {
      return requests.reduce((sum, request) => sum + request.bytes, 0);
    },
    addRule: (rule) => rules.push({ rule, used: 0 }),
    clearRules() {
      rules = [];
    },
    forgetRequests() {
      requests.length = 0;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The ETag that a body gets by default: its MD5, as S3 has it. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function seenRequest(incoming: IncomingMessage): SeenRequest {
  const [path = '', query = ''] = (incoming.url ?? '').split(/\?(.*)/s);
  return {
    method: incoming.method ?? '',
    path: decodeURIComponent(path),
    query: new URLSearchParams(query),
    headers: incoming.headers,
    status: 0,
    bytes: 0,
  };
}

function answer(
  request: SeenRequest,
  response: ServerResponse,
  fault: Fault | null,
  objects: ReadonlyMap<string, ServedObject>,
  options: FaultServerOptions,
): void {
  if (options.s3) response.setHeader('x-amz-request-id', 'FAULT');
  if (fault?.kind === 'status') {
    response.writeHead(fault.status, fault.headers ?? {});
    response.end(request.method === 'HEAD' ? '' : (fault.body ?? ''));
    return;
  }
  if (options.s3 && request.query.get('list-type') === '2') {
    const xml = listingXml(request, objects, options.pageSize ?? 1000, etagOf);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
    return;
  }
  const refusal = serve(request, response, fault, objects.get(request.path));
  if (refusal) response.writeHead(refusal.status).end(options.s3 ? s3ErrorXml(refusal.code) : '');
}

/** Sends an object, or says why not. */
function serve(
  request: SeenRequest,
  response: ServerResponse,
  fault: Fault | null,
  object: ServedObject | undefined,
): { readonly status: number; readonly code: string } | null {
  if (!object) return { status: 404, code: 'NoSuchKey' };
  const etag = object.etag === undefined ? etagOf(object.body) : object.etag;
  const pinned = request.headers['if-match'];
  if (pinned !== undefined && pinned !== etag) return { status: 412, code: 'PreconditionFailed' };
  for (const [name, value] of Object.entries(object.headers ?? {})) response.setHeader(name, value);
  if (etag !== null) response.setHeader('etag', etag);
  if (object.lastModified) response.setHeader('last-modified', object.lastModified);
  const range = rangeOf(request, object, etag, fault);
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${object.body.length}`);
    return { status: 416, code: 'InvalidRange' };
  }
  sendBody({ request, response, body: object.body, range, fault });
  return null;
}

/** The bytes that were asked for; null for all of them. */
function rangeOf(
  { headers }: SeenRequest,
  { body, lastModified }: ServedObject,
  etag: string | null,
  fault: Fault | null,
): { start: number; end: number } | null | 'unsatisfiable' {
  const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  if (!match || fault?.kind === 'ignore-range') return null;
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag && condition !== lastModified) return null;
  const start = Number(match[1]);
  const last = match[2] ? Number(match[2]) : body.length - 1;
  if (start >= body.length) return 'unsatisfiable';
  return { start, end: Math.min(last + 1, body.length) };
}
