import { InputError } from '@vcp/schema';
import { isLoopback } from './schemes.ts';
import { strictlyEncoded } from './sigv4.ts';

/** A bucket and a key in it. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const HOST_SAFE_BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** Takes an s3:// location apart; the key is as written. @throws {InputError} for no valid bucket */
export function parseS3Url(url: string): S3Place {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(url) ?? [];
  if (!BUCKET.test(bucket))
    throw new InputError(`refused the location: ${JSON.stringify(bucket)} is not a bucket name`);
  return { bucket, key };
}

/**
 * Where an S3 service is. AWS when `endpoint` is null.
 *
 * @throws {InputError} for an endpoint that would send keys in the clear
 */
export function s3Endpoint(endpoint: string | null): URL | null {
  if (endpoint === null) return null;
  const url = URL.parse(endpoint);
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url && isSafe) return url;
  throw new InputError(`${JSON.stringify(endpoint)} is not a usable S3 endpoint`, {
    hint: 'Write it as https://host, or http://127.0.0.1:9000 for this machine.',
  });
}

/**
 * Where the object (or, with an empty key, the bucket) is asked for: the bucket in the host name
 * where that works, else in the path. The path is percent-encoded, dots and slashes as they are.
 */
export function s3Address(
  endpoint: URL | null,
  region: string,
  { bucket, key }: S3Place,
): { readonly origin: string; readonly host: string; readonly path: string } {
  const base = endpoint ?? new URL(`https://s3.${region}.amazonaws.com`);
  const inHost =
    HOST_SAFE_BUCKET.test(bucket) && !isLoopback(base.hostname) && !isIp(base.hostname);
  const host = inHost ? `${bucket}.${base.host}` : base.host;
  const folder = base.pathname.replace(/\/+$/, '') + (inHost ? '' : `/${bucket}`);
  const path = `${folder}/${key.split('/').map(strictlyEncoded).join('/')}`;
  return { origin: `${base.protocol}//${host}`, host, path };
}

function isIp(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);
}
