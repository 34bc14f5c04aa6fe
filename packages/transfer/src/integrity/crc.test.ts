import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Crc, crc32c, crc64nvme } from './crc.ts';

const digestOf = (crc: Crc, ...pieces: readonly Uint8Array[]) => {
  for (const piece of pieces) crc.update(piece);
  return crc.digest();
};

/** The definition, a bit at a time. */
function bitwise(bytes: Uint8Array, polynomial: bigint, width: bigint): string {
  const ones = (1n << width) - 1n;
  let crc = ones;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >> 1n) ^ (crc & 1n ? polynomial : 0n);
  }
  return (crc ^ ones).toString(16).padStart(Number(width) / 4, '0');
}

const CASES = [
  ['crc32c', crc32c, 'e3069283', 0x82f63b78n, 32n],
  ['crc64nvme', crc64nvme, 'ae8b14860a799888', 0x9a6c9329ac4bc9b5n, 64n],
] as const;

test.each(CASES)('%s gives the published check value', (_, crc, check) => {
  expect(digestOf(crc(), Buffer.from('123456789'))).toBe(check);
});

test.each(CASES)('%s agrees with its definition, however the bytes come in pieces', (...args) => {
  const [, crc, , polynomial, width] = args;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      const at = Math.min(cut, bytes.length);
      const pieces = [bytes.subarray(0, at), bytes.subarray(at)];
      expect(digestOf(crc(), ...pieces)).toBe(bitwise(bytes, polynomial, width));
    }),
  );
});
