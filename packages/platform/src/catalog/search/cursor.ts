import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { InputError } from '@vcp/schema/errors';
import { z } from 'zod';

/** Where a listing stands. Everything that later pages need lies in it, so the server keeps nothing. */
const Place = z.strictObject({
  /** The state of the catalog on the first page, and its newest dataset then. */
  version: z.int(),
  newest: z.int(),
  total: z.int(),
  /** How many hits were given. */
  shown: z.int().min(0),
  /** Of the hits after the ranked ones, those from this `seq` on were given. */
  before: z.int(),
});
export type Place = z.infer<typeof Place>;

const SIGNATURE_BYTES = 16;

/** Writes a place as an opaque text that only the holder of the key can make, for this query only. */
export function sealCursor(place: Place, query: string, key: Uint8Array): string {
  const payload = Buffer.from(JSON.stringify(place));
  return Buffer.concat([sign(payload, query, key), payload]).toString('base64url');
}

/** Reads a cursor; `InputError` when it was not made by us, or for another query. */
export function openCursor(cursor: string, query: string, key: Uint8Array): Place {
  const bytes = cursor.length <= 1_000 ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
  const payload = bytes.subarray(SIGNATURE_BYTES);
  const given = bytes.subarray(0, SIGNATURE_BYTES);
  // The text must be exactly what we would write: there are no two cursors for one place.
  const genuine =
    given.length === SIGNATURE_BYTES &&
    bytes.toString('base64url') === cursor &&
    timingSafeEqual(given, sign(payload, query, key));
  if (!genuine)
    throw new InputError('The cursor does not belong to this query', {
      hint: 'Begin again without a cursor.',
    });
  return Place.parse(JSON.parse(payload.toString()));
}

function sign(payload: Buffer, query: string, key: Uint8Array): Buffer {
  const digest = createHash('sha256').update(query).digest();
  return createHmac('sha256', key)
    .update(digest)
    .update(payload)
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}
