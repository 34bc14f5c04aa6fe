import { NetworkError } from '@vcp/schema';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it did not answer in time',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of its answer',
  HPE_HEADER_OVERFLOW: 'the headers of its answer are too large',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer are too large',
};

const NO_TLS = /^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_(TLS|SSL)/;

/** A failure below HTTP, with a hint on whether trying again can help. */
export class ConnectionFailed extends NetworkError {
  /** False where the next try must fail as well, for instance on a wrong certificate. */
  readonly canRetry: boolean;

  constructor(
    origin: string,
    reason: string,
    canRetry: boolean,
    cause: unknown,
    hint = 'Check the network, a proxy, and the address (`--platform`, `vcp config`).',
  ) {
    super(`cannot reach ${origin}: ${reason}`, { cause, hint });
    this.canRetry = canRetry;
  }
}

/** Turns what `fetch` or a body stream threw into a {@link ConnectionFailed}. */
export function networkError(error: unknown, origin: string): ConnectionFailed {
  const codes = codesOf(error);
  if (codes.some((code) => NO_TLS.test(code)))
    return new ConnectionFailed(
      origin,
      'it does not speak TLS as https:// needs it',
      false,
      error,
      'Check the port, and whether the address begins with http://.',
    );
  if (codes.some((code) => CERTIFICATE.test(code)))
    return new ConnectionFailed(
      origin,
      `its certificate is not valid (${codes[0]})`,
      false,
      error,
      'The certificate of the server must be valid; NODE_EXTRA_CA_CERTS adds an authority.',
    );
  const known = codes.find((code) => code in REASONS);
  const reason = known === undefined ? messageOf(error) : (REASONS[known] ?? known);
  return new ConnectionFailed(origin, reason, true, error);
}

/** The codes of an error, of its causes and of their parts (happy eyeballs tries several). */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const parts = error instanceof AggregateError ? error.errors : [];
  return [...own, ...[error.cause, ...parts].flatMap((inner) => codesOf(inner, depth + 1))];
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
