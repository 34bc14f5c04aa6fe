import type { WireLocation } from './catalog.ts';
import { type Checksum, hexChecksum } from './checksum.ts';
import { parseSize } from './size.ts';

/** Where bytes of a dataset lie: an absolute URL, its size and checksum where the catalog knows. */
export interface Location {
  /** `https:`, `http:` or `s3:`, query string kept. A trailing slash means a folder. */
  readonly url: string;
  readonly size: number | null;
  readonly checksum: Checksum | null;
}

/**
 * Brings a location of the catalog into one form. `{scheme, path}` keeps its scheme; a bare text
 * without a scheme is an S3 path, as the original takes it. Checksums in `sha256`, `checksum`
 * (`sha256:…`) or `md5` are kept, the strongest wins.
 */
export function normalizeLocation(location: WireLocation): Location {
  if (typeof location === 'string')
    return { url: withScheme(location), size: null, checksum: null };
  const size = parseSize((location['contentSize'] ?? location['size']) as number | string | null);
  const checksum = checksumOf(location);
  if ('scheme' in location && typeof location.scheme === 'string') {
    const scheme = location.scheme.replace(/:\/*$/, '');
    const path = String(location['path']);
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(path)
      ? path
      : `${scheme}://${path.replace(/^\/+/, '')}`;
    return { url, size, checksum };
  }
  return { url: withScheme(String(location['url'])), size, checksum };
}

/** The strongest checksum that a location or a distribution carries, or null. */
export function checksumOf(fields: Readonly<Record<string, unknown>>): Checksum | null {
  const { sha256, md5, checksum } = fields;
  if (typeof sha256 === 'string') return hexChecksum('sha256', sha256);
  if (typeof checksum === 'string') {
    const [algorithm, value] = checksum.split(':', 2);
    if (algorithm === 'sha256' && value) return hexChecksum('sha256', value);
    if (algorithm === 'md5' && value) return hexChecksum('md5', value);
  }
  return typeof md5 === 'string' ? hexChecksum('md5', md5) : null;
}

function withScheme(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `s3://${text.replace(/^\/+/, '')}`;
}
