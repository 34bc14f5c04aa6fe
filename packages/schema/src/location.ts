import type { WireLocation } from './catalog.ts';
import { CHECKSUM_ALGORITHMS, type Checksum, hexChecksum } from './checksum.ts';
import { parseSize } from './size.ts';

/** Where bytes of a dataset lie: an absolute URL, its size and checksum where the catalog knows. */
export interface Location {
  /** `https:`, `http:` or `s3:`, query string kept. A trailing slash means a folder. */
  readonly url: string;
  readonly size: number | null;
  /** The catalog wrote the size in units (`1.2 GB`): near the truth, not exact. */
  readonly sizeIsRounded?: boolean;
  readonly checksum: Checksum | null;
}

/**
 * Brings a location of the catalog into one form. `{scheme, path}` keeps its scheme; a bare text
 * without a scheme is an S3 path, as the original takes it. Checksums in a field named for the
 * algorithm or in `checksum` (`sha256:…`) are kept, the strongest wins.
 */
export function normalizeLocation(location: WireLocation): Location {
  if (typeof location === 'string')
    return { url: withScheme(location), size: null, checksum: null };
  const sized = sizeOf(location.contentSize ?? location.size);
  const checksum = checksumOf(location);
  if ('scheme' in location && typeof location.scheme === 'string') {
    const scheme = location.scheme.replace(/:\/*$/, '');
    const path = String(location.path);
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(path)
      ? path
      : `${scheme}://${path.replace(/^\/+/, '')}`;
    return { url, ...sized, checksum };
  }
  return { url: withScheme(String(location.url)), ...sized, checksum };
}

/** The strongest well-formed checksum that a location or a distribution carries, or null. */
export function checksumOf(fields: Readonly<Record<string, unknown>>): Checksum | null {
  const labelled = typeof fields.checksum === 'string' ? fields.checksum.split(':', 2) : [];
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    for (const text of [fields[algorithm], labelled[0] === algorithm ? labelled[1] : null]) {
      const checksum = typeof text === 'string' ? hexChecksum(algorithm, text) : null;
      if (checksum !== null) return checksum;
    }
  }
  return null;
}

function sizeOf(written: unknown) {
  const size = parseSize(written);
  const inUnits = typeof written === 'string' && /[kmgt]/i.test(written);
  return size !== null && inUnits ? { size, sizeIsRounded: true } : { size };
}

function withScheme(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `s3://${text.replace(/^\/+/, '')}`;
}
