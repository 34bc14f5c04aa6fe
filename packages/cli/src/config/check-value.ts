import { type AnyValue, type ConfigKey, definitionOf } from './keys.ts';

/** A value that was accepted, or what the key wants instead. */
export type Checked = { readonly value: AnyValue } | { readonly wants: string };

const MAX_TEXT = 4096;
const MAX_LIST = 64;
const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

/** Checks a value from a file, as YAML gives it. Nothing is converted: `no` is a text, not false. */
export function checkValue(key: ConfigKey, raw: unknown): Checked {
  if (raw === null || raw === undefined) return { value: null };
  const { type, choices, highest } = definitionOf(key);
  switch (type) {
    case 'flag':
      return typeof raw === 'boolean' ? { value: raw } : { wants: 'true or false' };
    case 'count':
      return isCount(raw, highest)
        ? { value: raw }
        : { wants: `a whole number from 1 to ${highest}` };
    case 'list':
      return isTextList(raw) ? { value: raw } : { wants: 'a list of texts' };
    case 'choice':
      return typeof raw === 'string' && choices?.includes(raw)
        ? { value: raw }
        : { wants: `one of ${choices?.join(', ')}` };
    case 'url':
      return isUrl(raw)
        ? { value: raw }
        : { wants: 'a URL that starts with https:// or http://, without a user name' };
    case 'text':
      return isText(raw) ? { value: raw } : { wants: 'a text (put it in quotes)' };
  }
}

/** Checks a value given as text, from a variable or the command line; lists are split at commas. */
export function checkText(key: ConfigKey, text: string): Checked {
  const { type } = definitionOf(key);
  const lower = text.trim().toLowerCase();
  if (type === 'flag' && TRUE.has(lower)) return { value: true };
  if (type === 'flag' && FALSE.has(lower)) return { value: false };
  if (type === 'count') return checkValue(key, /^\d{1,9}$/.test(lower) ? Number(lower) : text);
  if (type === 'list') {
    const parts = text.split(',').map((part) => part.trim());
    return checkValue(
      key,
      parts.filter((part) => part !== ''),
    );
  }
  return checkValue(key, text);
}

function isText(raw: unknown): raw is string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  return typeof raw === 'string' && raw.length <= MAX_TEXT && !/[\u0000-\u001f\u007f]/.test(raw);
}

function isCount(raw: unknown, highest = Number.MAX_SAFE_INTEGER): raw is number {
  return Number.isInteger(raw) && Number(raw) >= 1 && Number(raw) <= highest;
}

function isTextList(raw: unknown): raw is string[] {
  return Array.isArray(raw) && raw.length <= MAX_LIST && raw.every(isText);
}

function isUrl(raw: unknown): raw is string {
  if (!isText(raw) || !URL.canParse(raw)) return false;
  const { protocol, username, password, hostname } = new URL(raw);
  return /^https?:$/.test(protocol) && hostname !== '' && username === '' && password === '';
}
