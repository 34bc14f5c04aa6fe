import type { DialectName } from '@vcp/database';
import { type RawBuilder, sql } from 'kysely';

/**
 * Many `seq`s as one text, which costs a database far less than as many rows: on SQLite decimal and
 * separated by commas, on PostgreSQL the binary form of an array in base64.
 */
export function joinedSeqs(
  dialect: DialectName,
  seq: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return dialect === 'sqlite'
    ? sql`group_concat(${seq})`
    : sql`encode(array_send(array_agg(${seq})), 'base64')`;
}

/** The `seq`s of such a text, in the order that they have there; none for null. */
export function parseSeqs(dialect: DialectName, text: string | null): Uint32Array {
  if (text === null) return new Uint32Array();
  return dialect === 'sqlite' ? parseDecimal(text) : parseArray(Buffer.from(text, 'base64'));
}

function parseDecimal(text: string): Uint32Array {
  const seqs = new Uint32Array((text.length >>> 1) + 1);
  let count = 0;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0) {
      value = value * 10 + digit;
    } else {
      seqs[count] = value;
      count += 1;
      value = 0;
    }
  }
  seqs[count] = value;
  return seqs.subarray(0, count + 1);
}

const ARRAY_HEADER_BYTES = 20;
const ELEMENT_BYTES = 8;

/** Each element is its length, which is 4, and its value. */
function parseArray(bytes: Buffer): Uint32Array {
  const seqs = new Uint32Array((bytes.length - ARRAY_HEADER_BYTES) / ELEMENT_BYTES);
  for (let index = 0; index < seqs.length; index += 1)
    seqs[index] = bytes.readUInt32BE(ARRAY_HEADER_BYTES + index * ELEMENT_BYTES + 4);
  return seqs;
}
