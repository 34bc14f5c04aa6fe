/** Checksums that we verify with, strongest first. `md5` guards a transfer, not against malice. */
export const CHECKSUM_ALGORITHMS = ['sha256', 'md5', 'crc64nvme', 'crc32c', 'crc32'] as const;

export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

const HEX_LENGTH: Readonly<Record<ChecksumAlgorithm, number>> = {
  sha256: 64,
  md5: 32,
  crc64nvme: 16,
  crc32c: 8,
  crc32: 8,
};

/** A checksum of a whole file; `value` is lower-case hexadecimal. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** Makes a checksum from hexadecimal text in either case, or null when it cannot be one. */
export function hexChecksum(algorithm: ChecksumAlgorithm, text: string): Checksum | null {
  const value = text.trim().toLowerCase();
  return value.length === HEX_LENGTH[algorithm] && /^[0-9a-f]+$/.test(value)
    ? { algorithm, value }
    : null;
}

/** Makes a checksum from base64, as S3 and `Digest` headers carry it, or null. */
export function base64Checksum(algorithm: ChecksumAlgorithm, text: string): Checksum | null {
  return hexChecksum(algorithm, Buffer.from(text, 'base64').toString('hex'));
}
