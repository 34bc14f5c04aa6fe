import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ChecksumAlgorithm } from '@vcp/schema';
import { crc32c, crc64nvme } from './crc.ts';

/** A checksum in the making. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  /** Of all bytes so far, in lower-case hexadecimal. Call it once. */
  digest(): string;
}

/** A hasher for any checksum that we know. */
export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  switch (algorithm) {
    case 'sha256':
    case 'md5': {
      const hash = createHash(algorithm);
      return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
    }
    case 'crc64nvme':
      return crc64nvme();
    case 'crc32c':
      return crc32c();
    case 'crc32': {
      let value = 0;
      return {
        update(bytes) {
          value = crc32(bytes, value);
        },
        digest: () => value.toString(16).padStart(8, '0'),
      };
    }
  }
}

/** The ETag that S3 gives to an upload in parts of `partSize` bytes, without quotes and count. */
export function partsHasher(partSize: number): Hasher {
  const parts = createHash('md5');
  let part = createHash('md5');
  let room = partSize;
  return {
    update(bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (room === 0) {
          parts.update(part.digest());
          part = createHash('md5');
          room = partSize;
        }
        const piece = bytes.subarray(at, at + room);
        part.update(piece);
        room -= piece.length;
        at += piece.length;
      }
    },
    digest: () => parts.update(part.digest()).digest('hex'),
  };
}
