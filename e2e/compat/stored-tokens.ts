import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * The two files that the original client keeps after signing in: a Fernet key, and the tokens
 * sealed with it. `idToken` is the one that it sends to the data API.
 */
export function sealTokens(idToken: string): { readonly key: string; readonly tokens: string } {
  const key = randomBytes(32);
  const now = Math.floor(Date.now() / 1000);
  const plain = JSON.stringify({
    access_token: 'not-sent-to-the-data-api',
    id_token: idToken,
    refresh_token: null,
    expires_in: 3600,
    expires_at: now + 3600,
  });
  return { key: urlBase64(key), tokens: urlBase64(fernet(key, plain, now)) };
}

/** Fernet: version, time, IV, AES-128-CBC, and an HMAC-SHA256 of all of it. */
function fernet(key: Buffer, plain: string, now: number): Buffer {
  const head = Buffer.alloc(9);
  head[0] = 0x80;
  head.writeBigUInt64BE(BigInt(now), 1);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const signed = Buffer.concat([head, iv, cipher.update(plain, 'utf8'), cipher.final()]);
  const seal = createHmac('sha256', key.subarray(0, 16)).update(signed).digest();
  return Buffer.concat([signed, seal]);
}

function urlBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
