/** A URL that a catalog may hold, or why not. */
export type RemoteLocation = { readonly url: string } | { readonly problem: string };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Brings a location into the form in which the catalog keeps it: https, s3, or http to this
 * machine; without user name and password; an s3 prefix without its trailing slash.
 */
export function remoteLocation(text: string): RemoteLocation {
  const s3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})\/(.+)$/.exec(text);
  if (s3) return { url: `s3://${s3[1]}/${s3[2]?.replace(/\/+$/, '')}` };
  const url = URL.parse(text);
  if (url === null) return { problem: 'is no absolute URL' };
  if (url.protocol === 's3:') return { problem: 'is no S3 URL with a bucket and a key' };
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    return { problem: 'is http to another machine; only https is accepted' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { problem: `has the scheme ${url.protocol} that cannot be downloaded` };
  }
  if (url.username === '' && url.password === '') return { url: text };
  url.username = '';
  url.password = '';
  return { url: url.href };
}
