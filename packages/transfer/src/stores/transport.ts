import type { Dispatcher } from 'undici';
import type { TransferContext } from '../context.ts';
import { isLoopback } from './schemes.ts';
import { StoreFault } from './store-fault.ts';

/** A request as it goes over the wire; `path` with the query, percent-encoded, sent untouched. */
export interface WireRequest {
  readonly method: 'GET' | 'HEAD';
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case; of a repeated header the values are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up the body; the connection is not used again. */
  discard(): void;
}

/**
 * Sends requests over kept connections. Follows no redirects and retries nothing. Failures are
 * `network` or `tls` faults, or the signal's reason.
 */
export interface Transport {
  send(request: WireRequest, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

const TLS_CODES =
  /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/;

/** The transport on undici. Uses the proxies of the environment, but never for this machine. */
export async function createTransport({
  env,
  limits,
}: Pick<TransferContext, 'env' | 'limits'>): Promise<Transport> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED cannot say otherwise.
  const connect = { timeout: limits.connectMs, rejectUnauthorized: true };
  const settings = {
    connect,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.stallMs,
    keepAliveTimeout: 10_000,
    pipelining: 1,
  };
  const direct = new Agent(settings);
  const proxied = new EnvHttpProxyAgent({
    ...settings,
    requestTls: connect,
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  });
  return {
    async send({ method, origin, path, headers }, signal) {
      const dispatcher = isLoopback(new URL(origin).hostname) ? direct : proxied;
      const sent = { 'user-agent': 'vcp', 'accept-encoding': 'identity', ...headers };
      try {
        const answer = await dispatcher.request({ origin, path, method, headers: sent, signal });
        return {
          status: answer.statusCode,
          headers: joined(answer.headers),
          body: bytesOf(answer.body, signal),
          discard: () => {
            answer.body.on('error', () => {}).destroy();
          },
        };
      } catch (error) {
        throw faultOf(error, signal);
      }
    },
    close: async () => {
      await Promise.all([direct.destroy(), proxied.destroy()]);
    },
  };
}

async function* bytesOf(body: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((error) => {
        throw faultOf(error, signal);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function faultOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (TLS_CODES.test(code))
    return new StoreFault('tls', `the server's certificate is not trusted (${code})`, {
      cause: error,
    });
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return new StoreFault('short', 'the body ended early', { cause: error });
  return new StoreFault('network', `the connection failed (${code})`, { cause: error });
}
