import { createHmac } from 'node:crypto';
import { secretEquals } from '../server/secret-equals.ts';

const HOUR_MS = 3_600_000;
const LIFETIME_HOURS = 25;
const GRANT = /^([0-9a-f]{1,9})-([\w-]{43})$/;

/*
 * Clients fetch files without their token, and the original client cuts query strings off. So the
 * right to read the files of a dataset that is not public is a segment of their path.
 */

/**
 * The right to read all files of one dataset for a day, as a path segment. The same within an hour,
 * so that URLs stay equal between two requests.
 */
export function grantFiles(key: Uint8Array, datasetId: string, now: Date): string {
  const expires = Math.ceil(now.getTime() / HOUR_MS) + LIFETIME_HOURS;
  return `${expires.toString(16)}-${signature(key, datasetId, expires)}`;
}

/** Whether a grant was made with this key for this dataset and has not expired. */
export function isGranted(key: Uint8Array, datasetId: string, grant: string, now: Date): boolean {
  const match = GRANT.exec(grant);
  if (!match?.[1] || !match[2]) return false;
  const expires = Number.parseInt(match[1], 16);
  return (
    secretEquals(match[2], signature(key, datasetId, expires)) && now.getTime() < expires * HOUR_MS
  );
}

function signature(key: Uint8Array, datasetId: string, expires: number): string {
  return createHmac('sha256', key).update(`${expires}\n${datasetId}`).digest('base64url');
}
