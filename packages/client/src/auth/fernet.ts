import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

const VERSION = 0x80;
const HEADER_BYTES = 1 + 8 + 16;
const MAC_BYTES = 32;

/**
 * Decrypts a Fernet token (AES-128-CBC under HMAC-SHA256), whatever its age. Null when the key or
 * the token is malformed, or when the token was not made with this key.
 */
export function decryptFernet(key: string, token: string): string | null {
  const keyBytes = fromBase64Url(key);
  const bytes = fromBase64Url(token);
  if (keyBytes?.length !== 32 || bytes === null) return null;
  if (bytes.length < HEADER_BYTES + 16 + MAC_BYTES || bytes[0] !== VERSION) return null;
  const signed = bytes.subarray(0, -MAC_BYTES);
  const mac = createHmac('sha256', keyBytes.subarray(0, 16)).update(signed).digest();
  if (!timingSafeEqual(mac, bytes.subarray(-MAC_BYTES))) return null;
  const iv = signed.subarray(9, HEADER_BYTES);
  try {
    const decipher = createDecipheriv('aes-128-cbc', keyBytes.subarray(16), iv);
    const plain = [decipher.update(signed.subarray(HEADER_BYTES)), decipher.final()];
    return Buffer.concat(plain).toString('utf8');
  } catch {
    return null;
  }
}

function fromBase64Url(text: string): Buffer | null {
  const trimmed = text.trim();
  return /^[\w-]+={0,2}$/.test(trimmed) ? Buffer.from(trimmed, 'base64url') : null;
}
