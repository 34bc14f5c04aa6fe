import type { VcpContext } from '../context.ts';

// JSON.stringify leaves these as they are; a terminal would obey them or show nothing.
const UNSAFE = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * JSON with the exact value, in which control, format and invisible characters are `\u` escapes, so
 * that it is safe to show. `indent` 0 gives one line.
 */
export function toJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, escapeUnits);
}

/** Writes one JSON document to stdout. */
export function printJson(context: Pick<VcpContext, 'process'>, value: unknown): void {
  context.process.stdout.write(`${toJson(value)}\n`);
}

/** Writes one value as one line of JSON Lines to stdout. */
export function printJsonLine(context: Pick<VcpContext, 'process'>, value: unknown): void {
  context.process.stdout.write(`${toJson(value, 0)}\n`);
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
