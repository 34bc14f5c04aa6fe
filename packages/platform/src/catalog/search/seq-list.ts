import { type RawBuilder, sql } from 'kysely';

/** Many `seq`s as one text: a hundred thousand rows cost a database more than one long value. */
export function joinedSeqs(seq: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`string_agg(cast(${seq} as text), ',')`;
}

/** The `seq`s of such a text. */
export function parseSeqs(text: string): Uint32Array {
  const seqs = new Uint32Array(text.length / 2 + 1);
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
  if (text !== '') {
    seqs[count] = value;
    count += 1;
  }
  return seqs.slice(0, count);
}
