import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decryptFernet } from './fernet.ts';

// The published test vector of the Fernet specification.
const KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const TOKEN =
  'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';

function encrypt(key: Buffer, plain: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const time = Buffer.alloc(8);
  const body = Buffer.concat([
    Buffer.from([0x80]),
    time,
    iv,
    cipher.update(plain, 'utf8'),
    cipher.final(),
  ]);
  const mac = createHmac('sha256', key.subarray(0, 16)).update(body).digest();
  return Buffer.concat([body, mac]).toString('base64url');
}

test('the vector of the specification is read', () => {
  expect(decryptFernet(KEY, TOKEN)).toBe('hello');
});

test('whatever was encrypted is read, with or without padding of the text form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
      const key = randomBytes(32);
      const token = encrypt(key, plain);
      expect(decryptFernet(key.toString('base64url'), token)).toBe(plain);
      expect(
        decryptFernet(
          `${key.toString('base64')}\n`.replaceAll('+', '-').replaceAll('/', '_'),
          token,
        ),
      ).toBe(plain);
    }),
    { numRuns: 50 },
  );
});

test('a token with any bit flipped is refused', () => {
  const bytes = Buffer.from(TOKEN, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(decryptFernet(KEY, flipped.toString('base64url'))).toBeNull();
  }
});

test.each(['', 'short', 'not base64 !', KEY.slice(4)])('the key %j is refused', (key) => {
  expect(decryptFernet(key, TOKEN)).toBeNull();
});
