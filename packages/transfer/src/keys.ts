import type { S3Credentials } from '@vcp/schema';
import type { KeySource } from './stores/s3-client.ts';
import type { SigningKeys } from './stores/sigv4.ts';

/** The share of their life after which keys are replaced before anybody refuses them. */
const RENEW_AT = 0.8;
/** For how long a refusal is believed, so that a folder of many files does not ask for each. */
const REFUSED_MS = 30_000;

/** The short-lived keys of one dataset: got when first needed, renewed in time, once at a time. */
export interface DatasetKeys extends KeySource {
  /** The credentials as the catalog gave them, or null when it gives none. */
  credentials(signal: AbortSignal): Promise<S3Credentials | null>;
}

interface Held {
  readonly credentials: S3Credentials | null;
  readonly keys: SigningKeys | null;
  readonly renewAt: number;
}

/** Keys that `request` gets. When it rejects, so do all that ask within the next half minute. */
export function datasetKeys(
  request: (signal: AbortSignal) => Promise<S3Credentials | null>,
  now: () => number,
): DatasetKeys {
  let held: Held | null = null;
  let asking: Promise<Held> | null = null;
  let refusal = { until: 0, reason: null as unknown };

  const ask = (signal: AbortSignal): Promise<Held> => {
    if (now() < refusal.until) return Promise.reject(refusal.reason);
    asking ??= request(signal)
      .then(
        (credentials) => {
          held = holding(credentials, now());
          return held;
        },
        (reason) => {
          refusal = { until: now() + REFUSED_MS, reason };
          throw reason;
        },
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  const current = async (signal: AbortSignal): Promise<Held> =>
    held && now() < held.renewAt ? held : ask(signal);

  return {
    credentials: async (signal) => (await current(signal)).credentials,
    keys: async (signal) => (await current(signal)).keys,
    renew: async (refused, signal) =>
      // Somebody else may have got new ones since these were used.
      held && held.keys !== refused && !asking ? held.keys : (await ask(signal)).keys,
  };
}

function holding(credentials: S3Credentials | null, now: number): Held {
  if (!credentials) return { credentials, keys: null, renewAt: Number.POSITIVE_INFINITY };
  const expires = Date.parse(credentials.expiration ?? '');
  return {
    credentials,
    keys: {
      accessKeyId: credentials.access_key_id,
      secretAccessKey: credentials.secret_access_key,
      sessionToken: credentials.session_token || null,
    },
    renewAt: Number.isNaN(expires)
      ? Number.POSITIVE_INFINITY
      : now + Math.max(0, expires - now) * RENEW_AT,
  };
}
