import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Conflict, Failed, UsageError } from '@vcp/schema/errors';

/** Bounds that a single client cannot exceed, whatever it sends or leaves out. */
export interface ServerLimits {
  readonly headerBytes: number;
  /** Until all headers have come. */
  readonly headersMs: number;
  /** Until the whole request has come. */
  readonly requestMs: number;
  /** A connection on which nothing moves, in either direction. */
  readonly idleMs: number;
  readonly connections: number;
}

export const SERVER_LIMITS: ServerLimits = {
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 120_000,
  connections: 1_024,
};

/** Answers a request; the web standard's form. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** A server that listens. */
export interface Listening {
  /** `http://host:port`, no trailing slash. */
  readonly url: string;
  /**
   * Takes no new work, lets requests in flight finish for `graceMs`, then cuts them off. May be
   * called again with a shorter time.
   */
  close(graceMs: number): Promise<void>;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * The address to listen on for `--host`. Everybody who reaches the server can read the public
 * datasets and there are no permissions yet, so that only this machine may reach it.
 *
 * @throws UsageError for an address that other machines could reach
 */
export function loopbackHost(host: string): string {
  if (host === 'localhost') return '127.0.0.1';
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return address;
  throw new UsageError(`refused to listen on ${host}: other machines could reach it`, {
    hint: 'Use --host 127.0.0.1, and reach it from elsewhere through an SSH tunnel: ssh -L PORT:127.0.0.1:PORT HOST',
  });
}

/**
 * Listens on a loopback address; port 0 takes a free one. The first request is answered only after
 * this has returned.
 *
 * @throws Conflict when the port is taken
 */
export async function listen(
  answer: Answer,
  { host, port, limits = SERVER_LIMITS }: { host: string; port: number; limits?: ServerLimits },
): Promise<Listening> {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.min(5_000, limits.headersMs),
    },
    getRequestListener(answer, { overrideGlobalObjects: false }),
  );
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleMs);
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw asVcpError(error, host, port);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not a TCP server');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, close: (graceMs) => close(server, graceMs) };
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = server.listening
    ? new Promise<void>((resolve) => server.close(() => resolve()))
    : Promise.resolve();
  server.closeIdleConnections();
  // A connection that is busy now becomes idle with its answer.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function asVcpError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new Conflict(`port ${port} of ${host} is taken by another program`, {
      hint: 'Stop that program, or choose another port: --port 0 takes a free one.',
      cause: error,
    });
  return new Failed(`cannot listen on port ${port} of ${host}: ${code ?? String(error)}`, {
    hint: 'Choose another port: --port 0 takes a free one.',
    cause: error,
  });
}
