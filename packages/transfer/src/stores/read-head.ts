import { base64Checksum, type Checksum, type ChecksumAlgorithm, hexChecksum } from '@vcp/schema';
import type { CompositeMd5, Pin, ReadHead, ReadRequest, SourceVersion } from './store.ts';
import { StoreFault } from './store-fault.ts';
import type { Answer } from './transport.ts';

type Headers = Answer['headers'];

const AMZ_CHECKSUMS = ['sha256', 'crc64nvme', 'crc32c', 'crc32'] as const;
const DIGEST_NAMES: Readonly<Record<string, ChecksumAlgorithm>> = {
  'sha-256': 'sha256',
  md5: 'md5',
  crc32c: 'crc32c',
};

/**
 * Reads the head of a 200 or 206 answer and holds it against what was asked for.
 *
 * @throws {StoreFault} `changed` for another version, `bad-answer` for other bytes than asked for,
 * `web-page` for a page in place of a file
 */
export function readHead(answer: Answer, request: ReadRequest): ReadHead {
  const { headers, status } = answer;
  refuseWebPage(headers, request.name);
  const length = contentLength(headers);
  if (status === 200) {
    const version = versionOf(headers, length, true);
    refuseOtherVersion(version, request.pin);
    return { version, range: null, length };
  }
  const { range, total } = contentRange(headers['content-range']);
  const version = versionOf(headers, total, false);
  refuseOtherVersion(version, request.pin);
  const asked = request.range;
  if (
    asked === null ||
    range.start !== asked.start ||
    range.end !== Math.min(asked.end, total) ||
    (length !== null && length !== range.end - range.start)
  )
    throw new StoreFault('bad-answer', 'the server sent other bytes than were asked for');
  return { version, range, length: range.end - range.start };
}

/** The version that an answer describes; `whole` when its body is the whole source. */
export function versionOf(headers: Headers, size: number | null, whole: boolean): SourceVersion {
  const etag = headers.etag || null;
  return {
    etag,
    lastModified: headers['last-modified'] || null,
    size,
    checksums: checksumsOf(headers, etag, whole),
    compositeMd5: compositeOf(headers, etag),
  };
}

/** Whether a version is the one that was pinned, as far as both say. */
export function isSameVersion(version: Pin, pin: Pin): boolean {
  if (version.size !== null && pin.size !== null && version.size !== pin.size) return false;
  if (version.etag !== null && pin.etag !== null) return weakly(version.etag) === weakly(pin.etag);
  return (
    version.lastModified === null ||
    pin.lastModified === null ||
    version.lastModified === pin.lastModified
  );
}

/** The number of bytes that an answer announces, or null. */
export function contentLength(headers: Headers): number | null {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function refuseOtherVersion(version: SourceVersion, pin: Pin | null): void {
  if (pin && !isSameVersion(version, pin))
    throw new StoreFault('changed', 'the source was replaced');
}

function refuseWebPage(headers: Headers, name: string): void {
  if (/^(text\/html|application\/xhtml)/i.test(headers['content-type'] ?? ''))
    if (!/\.x?html?$/i.test(name))
      throw new StoreFault('web-page', 'the server sent a web page instead of the file');
}

function contentRange(header: string | undefined) {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '');
  if (!match) throw new StoreFault('bad-answer', 'the server does not say which bytes it sent');
  const [start = 0, last = 0, total = 0] = match.slice(1).map(Number);
  return { range: { start, end: last + 1 }, total };
}

function checksumsOf(headers: Headers, etag: string | null, whole: boolean): Checksum[] {
  const found: (Checksum | null)[] = [];
  if (whole && headers['x-amz-checksum-type']?.toUpperCase() !== 'COMPOSITE')
    for (const algorithm of AMZ_CHECKSUMS) {
      const text = headers[`x-amz-checksum-${algorithm}`] ?? '';
      // "…-3" is a checksum of the checksums of three parts
      if (/^[A-Za-z0-9+/]+=*$/.test(text)) found.push(base64Checksum(algorithm, text));
    }
  for (const header of ['repr-digest', 'digest', 'x-goog-hash'])
    found.push(...digestsOf(headers[header] ?? ''));
  if (whole) found.push(base64Checksum('md5', headers['content-md5'] ?? ''));
  if (isS3(headers) && !isEncryptedEtag(headers))
    found.push(hexChecksum('md5', etag?.replaceAll('"', '') ?? ''));
  return found.filter((checksum) => checksum !== null);
}

function digestsOf(header: string): (Checksum | null)[] {
  return header.split(',').map((item) => {
    const [, name = '', value = ''] = /^\s*([\w-]+)=(.*?)\s*$/.exec(item) ?? [];
    const algorithm = DIGEST_NAMES[name.toLowerCase()];
    return algorithm ? base64Checksum(algorithm, value.replace(/^:|:$/g, '')) : null;
  });
}

function compositeOf(headers: Headers, etag: string | null): CompositeMd5 | null {
  const match = /^"?([0-9a-f]{32})-(\d{1,5})"?$/i.exec(etag ?? '');
  if (!match?.[1] || !isS3(headers) || isEncryptedEtag(headers)) return null;
  return { value: match[1].toLowerCase(), parts: Number(match[2]) };
}

function isS3(headers: Headers): boolean {
  return headers['x-amz-request-id'] !== undefined;
}

// With these, S3's ETag is not the MD5 of what we read.
function isEncryptedEtag(headers: Headers): boolean {
  return (
    headers['x-amz-server-side-encryption']?.startsWith('aws:kms') === true ||
    headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined
  );
}

function weakly(etag: string): string {
  return etag.replace(/^W\//, '');
}
