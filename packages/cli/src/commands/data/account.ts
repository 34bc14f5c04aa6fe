import { createHash } from 'node:crypto';

/**
 * A name for whoever asks, which stays the same when the token is renewed: the subject of a JWT,
 * else a digest of the token; null for nobody.
 */
export function accountOf(token: string | null): string | null {
  if (token === null) return null;
  const subject = subjectOf(token);
  if (subject !== null) return subject;
  return `token:${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
}

function subjectOf(token: string): string | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const subject = typeof claims === 'object' && claims !== null && 'sub' in claims && claims.sub;
    return typeof subject === 'string' && subject !== '' ? subject : null;
  } catch {
    return null;
  }
}
