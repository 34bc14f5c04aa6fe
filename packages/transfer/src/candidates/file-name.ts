import { createHash } from 'node:crypto';
import type { QuerySignature } from '../candidate.ts';

const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** When a database collected at `now` expires. */
export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + LIFETIME_MS);
}

/** The signature as one text: equal texts, equal downloads. */
export function signatureText(signature: QuerySignature): string {
  const { query, exact, allVersions, namespace, platform, account } = signature;
  return JSON.stringify({ query, exact, allVersions, namespace, platform, account });
}

/**
 * `candidates_<safe>_<hash>_<YYYYMMDD>.db`: the original's name with a hash of the signature in it.
 * The hash is always there, so that the name follows from the signature alone: queries that look
 * alike never meet in one file, whoever collects first, and no file of the original's is taken.
 */
export function candidatesFileName(signature: QuerySignature, expiresAt: Date): string {
  const safe = Array.from(signature.query)
    .filter((character) => /[\p{L}\p{N}_-]/u.test(character))
    .slice(0, 50)
    .join('');
  return `candidates_${withinBytes(safe, 160)}_${signatureHash(signature)}_${localDate(expiresAt)}.db`;
}

/** Whether a file in the downloads folder is named as a candidates database of ours. */
export function isCandidatesFileName(name: string): boolean {
  return /^candidates_.*_[0-9a-f]{8}_\d{8}\.db$/u.test(name);
}

/** Whether a file name belongs to a signature, whatever its date. */
export function isFileNameOf(name: string, signature: QuerySignature): boolean {
  return isCandidatesFileName(name) && name.slice(-20, -12) === signatureHash(signature);
}

/** A time as the original writes expiries: local, naive, with microseconds. */
export function localTimestamp(time: Date): string {
  const two = (value: number, width = 2) => String(value).padStart(width, '0');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((v) => two(v));
  const date = [two(time.getFullYear(), 4), two(time.getMonth() + 1), two(time.getDate())];
  return `${date.join('-')} ${clock.join(':')}.${two(time.getMilliseconds(), 3)}000`;
}

function localDate(time: Date): string {
  return localTimestamp(time).slice(0, 10).replaceAll('-', '');
}

function signatureHash(signature: QuerySignature): string {
  return createHash('sha256').update(signatureText(signature)).digest('hex').slice(0, 8);
}

function withinBytes(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = Array.from(kept).slice(0, -1).join('');
  return kept;
}
