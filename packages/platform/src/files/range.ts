/** What a `Range` header asks of a file of a known size. Both ends of a part are included. */
export type RequestedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: RequestedRange = { kind: 'whole' };
const UNSATISFIABLE: RequestedRange = { kind: 'unsatisfiable' };
const SINGLE_RANGE = /^[ \t]*bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * Reads a `Range` header (RFC 9110, section 14). What is not one well-formed byte range (another
 * unit, several ranges, an end before the start) is answered with the whole file, as the standard
 * allows; a range that begins after the end of the file cannot be satisfied.
 */
export function readRange(header: string, size: number): RequestedRange {
  const match = SINGLE_RANGE.exec(header);
  if (!match) return WHOLE;
  const [, start = '', end = ''] = match;
  if (start === '') return end === '' ? WHOLE : suffix(Number(end), size);
  const first = Number(start);
  const last = end === '' ? Number.POSITIVE_INFINITY : Number(end);
  if (last < first) return WHOLE;
  if (first >= size) return UNSATISFIABLE;
  return { kind: 'part', first, last: Math.min(last, size - 1) };
}

function suffix(length: number, size: number): RequestedRange {
  if (length === 0 || size === 0) return UNSATISFIABLE;
  return { kind: 'part', first: Math.max(0, size - length), last: size - 1 };
}
