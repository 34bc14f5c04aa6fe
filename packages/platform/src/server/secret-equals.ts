import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are equal; the time that it takes tells nothing about either. */
export function secretEquals(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
