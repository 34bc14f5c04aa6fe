/** What identifies the present bytes of a file. */
export interface Validators {
  /** A strong entity tag, with its quotes. */
  readonly etag: string;
  readonly modified: Date;
}

/** What the conditions of a request say: answer, say 304, or say 412. */
export type Verdict = 'proceed' | 'not-modified' | 'failed';

const ENTITY_TAG = /(?:W\/)?"[^"]*"/g;
// A file may change twice within the second that a date can tell apart.
const SETTLED_AFTER_MS = 2_000;

/**
 * Evaluates the conditional headers of a GET or HEAD in the order of RFC 9110, section 13.2.2:
 * If-Match, else If-Unmodified-Since; then If-None-Match, else If-Modified-Since.
 */
export function evaluateConditions(headers: Headers, validators: Validators): Verdict {
  const ifMatch = headers.get('if-match');
  if (ifMatch !== null) {
    if (!names(ifMatch, validators.etag, 'strong')) return 'failed';
  } else if (isAfter(validators.modified, headers.get('if-unmodified-since'))) return 'failed';
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null)
    return names(ifNoneMatch, validators.etag, 'weak') ? 'not-modified' : 'proceed';
  const since = readDate(headers.get('if-modified-since'));
  return since !== null && seconds(validators.modified) <= seconds(since)
    ? 'not-modified'
    : 'proceed';
}

/**
 * Whether a `Range` header may be honoured: without `If-Range` always; with it only when it names
 * the present bytes, so that a resumed download never joins two versions of a file.
 */
export function mayHonourRange(headers: Headers, validators: Validators, now: Date): boolean {
  const ifRange = headers.get('if-range')?.trim();
  if (ifRange === undefined) return true;
  if (ifRange.endsWith('"')) return ifRange === validators.etag;
  const date = readDate(ifRange);
  return (
    date !== null &&
    seconds(date) === seconds(validators.modified) &&
    now.getTime() - validators.modified.getTime() >= SETTLED_AFTER_MS
  );
}

function names(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true;
  const tags = list.match(ENTITY_TAG) ?? [];
  return tags.some((tag) => tag === etag || (comparison === 'weak' && tag === `W/${etag}`));
}

function isAfter(modified: Date, header: string | null): boolean {
  const date = readDate(header);
  return date !== null && seconds(modified) > seconds(date);
}

function readDate(header: string | null): Date | null {
  if (header === null) return null;
  const date = new Date(header);
  return Number.isNaN(date.getTime()) ? null : date;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
