import { InputError } from '@vcp/schema';
import { cleanText, MAX_TEXT } from '../science/clean-text.ts';

const MAX_DEPTH = 64;
const MAX_ITEMS = 100_000;
const PLAIN_KEY = /^[A-Za-z_]\w*$/;

/** Refuses JSON text that is nested deeper than 64 levels, before anything recursive sees it. */
export function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 0x5c) at++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b || char === 0x5b) {
      depth++;
      if (depth > MAX_DEPTH) throw new InputError(`nested deeper than ${MAX_DEPTH} levels`);
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
}

/** Parses JSON of bounded depth. Throws an {@link InputError} that says what is wrong with it. */
export function parseJson(text: string): unknown {
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`not JSON: ${cleanText(reason, 200)}`, { cause: error });
  }
}

/** A value in a JSON document that knows where it is; refusals name that place (`$.a.b[2]`). */
export class JsonValue {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path = '$') {
    this.value = value;
    this.path = path;
  }

  /** The member of an object; undefined when there is none or this is no object. */
  at(key: string): JsonValue {
    const own =
      isRecord(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    const step = PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    return new JsonValue(own, this.path + step);
  }

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isRecord(): boolean {
    return isRecord(this.value);
  }

  /** A list as its items, nothing as none, everything else as the one item that it is. */
  items(): readonly JsonValue[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) return [this];
    if (this.value.length > MAX_ITEMS) throw this.refused(`has more than ${MAX_ITEMS} items`);
    return this.value
      .map((item: unknown, at) => new JsonValue(item, `${this.path}[${at}]`))
      .filter((item) => !item.isAbsent);
  }

  /** The text in clean form, null when there is none. Throws when it is something else. */
  text(limit = MAX_TEXT): string | null {
    if (this.isAbsent) return null;
    if (typeof this.value !== 'string') throw this.refused('must be a text');
    return cleanText(this.value, limit) || null;
  }

  /** A text, a number or a boolean as text; null when there is none. Throws for the rest. */
  scalar(): string | null {
    const { value } = this;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return this.text();
  }

  /** The texts of a list, or the one text; each once. Throws when it holds something else. */
  texts(): readonly string[] {
    const found = this.items().map((item) => item.text());
    return [...new Set(found.filter((text) => text !== null))];
  }

  refused(what: string): InputError {
    return new InputError(`${this.path} ${what}`);
  }
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
