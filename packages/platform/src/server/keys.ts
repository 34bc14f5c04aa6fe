import { hkdfSync } from 'node:crypto';

/** The keys that the server signs with; all follow from its access token and change with it. */
export interface ServerKeys {
  /** Signs the cursors of searches. */
  readonly cursor: Uint8Array;
  /** Signs the right to read files that are not public. */
  readonly grant: Uint8Array;
}

/** Derives the keys from the access token (HKDF, RFC 5869), so that servers that share it agree. */
export function deriveKeys(accessToken: string): ServerKeys {
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', accessToken, 'vcp platform', purpose, 32));
  return { cursor: derive('search cursor'), grant: derive('file grant') };
}
