/** Why a store did not deliver, in terms of what can be done about it. */
export type FaultKind =
  /** Try again: the connection failed or stalled. */
  | 'network'
  /** Try again: the server failed. */
  | 'server'
  /** Try again, later: the server is busy. */
  | 'slow-down'
  /** Try again: the body ended early. */
  | 'short'
  /** Plan anew: the source is not the version that was asked for. */
  | 'changed'
  /** Plan anew: there are no such bytes. */
  | 'range'
  /** Get a fresh link. */
  | 'expired-url'
  | 'not-found'
  | 'denied'
  /** Sign in or accept terms: a web page came instead of the file. */
  | 'web-page'
  /** Redirected to where we do not go. */
  | 'unsafe-redirect'
  /** The certificate is not trusted. */
  | 'tls'
  /** Nothing of the above: not understood, not tried again. */
  | 'bad-answer';

const RETRIED: readonly FaultKind[] = ['network', 'server', 'slow-down', 'short'];

/** A request to a store failed. Its message has no secrets and no remote text. */
export class StoreFault extends Error {
  readonly kind: FaultKind;
  /** How long the server asks us to wait. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: FaultKind,
    message: string,
    more: { readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'StoreFault';
    this.kind = kind;
    this.retryAfterMs = more.retryAfterMs ?? null;
  }

  /** Whether the same request may succeed when it is sent again. */
  get isTransient(): boolean {
    return RETRIED.includes(this.kind);
  }
}
