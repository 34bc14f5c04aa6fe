import { BadAnswer } from '@vcp/schema';

const MAX_DEPTH = 200;

/**
 * Parses JSON that nobody vouches for: nesting is bounded, and `__proto__` members are dropped.
 * With `exactNumbers`, integers that a double cannot hold are kept as they were written for
 * `JSON.stringify`. Throws a {@link BadAnswer} that names `source`.
 */
export function parseJson(
  text: string,
  source: string,
  { exactNumbers = false }: { readonly exactNumbers?: boolean } = {},
): unknown {
  if (isDeeperThan(text, MAX_DEPTH))
    throw new BadAnswer(`${source} is nested more than ${MAX_DEPTH} levels deep`, { hint: HINT });
  const needsReview = exactNumbers || /__proto__|\\u00/i.test(text);
  try {
    return needsReview ? JSON.parse(text, reviver(exactNumbers)) : JSON.parse(text);
  } catch (cause) {
    throw new BadAnswer(`${source} is not valid JSON`, { hint: HINT, cause });
  }
}

const HINT = 'The server is broken, or the address is not that of a data API.';

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

function reviver(exactNumbers: boolean): Reviver {
  return (key, value, context) => {
    if (key === '__proto__') return undefined;
    const written = context?.source;
    const isExact = typeof value !== 'number' || Number.isSafeInteger(value) || !written;
    return !exactNumbers || isExact ? value : rawNumber(written, value);
  };
}

// Not in the compiler's library yet; every Node that we run on has it.
const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };

function rawNumber(written: string, value: number): unknown {
  return rawJSON === undefined || String(value) === written ? value : rawJSON(written);
}

/** Whether arrays and objects in `text` are nested deeper than `limit`; strings are skipped. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
