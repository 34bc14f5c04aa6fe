import { InputError } from '@vcp/schema';
import { schemeOf } from '../paths/location-name.ts';

/**
 * Why a URL is never read: a scheme other than https and s3, plain http beyond this machine, or no
 * URL at all. Null when it may be.
 */
export function schemeFault(url: string): InputError | null {
  const scheme = schemeOf(url);
  if (scheme === 's3') return null;
  if (scheme !== 'http' && scheme !== 'https')
    return refusal(`the scheme ${JSON.stringify(scheme ?? url.slice(0, 40))} is not supported`);
  const parsed = URL.parse(url);
  if (!parsed) return refusal('it is not a valid URL');
  if (scheme === 'http' && !isLoopback(parsed.hostname))
    return refusal('http without TLS is allowed to this machine only');
  return null;
}

/** Whether a host name or literal address is this very machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function refusal(reason: string): InputError {
  return new InputError(`refused the location: ${reason}`, {
    hint: 'Files are read from https:// and s3:// only. Tell the owner of the dataset.',
  });
}
