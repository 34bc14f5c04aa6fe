import { type VcpError, WrongQuery } from '@vcp/schema/errors';
import { redact } from '@vcp/schema/redact';
import { escapeBlock, escapeText } from './escape.ts';
import { toVcpError } from './foreign-errors.ts';
import { toJson } from './json.ts';
import { painted, plain } from './terminal.ts';

export interface ErrorFormat {
  /** Adds the stack and the chain of causes. */
  readonly debug: boolean;
  readonly color: boolean;
  /** One line of JSON: `{"error":{"code","message","hint","exitCode"}}`. */
  readonly json: boolean;
}

const MAX_CAUSES = 8;

/**
 * The one way in which an error is shown: what happened, its code, what to do next. Secrets are
 * masked and control characters escaped, also in stacks and causes. Without a final line feed.
 */
export function formatError(error: unknown, format: ErrorFormat): string {
  const known = toVcpError(error);
  return format.json ? errorJson(known, format.debug) : errorText(known, format);
}

function errorText(error: VcpError, format: ErrorFormat): string {
  const paint = format.color ? painted : plain;
  const lines = [
    `${paint('red', 'error:')} ${safe(error.message)} ${paint('dim', `(${error.code})`)}`,
  ];
  if (error instanceof WrongQuery) lines.push(...pointAt(error));
  if (error.hint !== undefined) lines.push(`${paint('cyan', 'hint:')} ${safe(error.hint)}`);
  if (format.debug) {
    for (const trace of traces(error)) lines.push(paint('dim', safe(trace)));
  }
  return lines.join('\n');
}

function errorJson(error: VcpError, withTraces: boolean): string {
  const shown = {
    code: error.code,
    message: redact(error.message),
    hint: error.hint === undefined ? null : redact(error.hint),
    exitCode: error.exitCode,
    ...(withTraces ? { traces: traces(error).map(redact) } : {}),
  };
  return toJson({ error: shown }, 0);
}

function traces(error: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const queue = [error];
  while (queue.length > 0 && found.length < MAX_CAUSES) {
    const current = queue.shift();
    if (current === undefined || current === null || seen.has(current)) continue;
    seen.add(current);
    const text = current instanceof Error ? (current.stack ?? current.message) : String(current);
    found.push(found.length === 0 ? text : `caused by: ${text}`);
    if (current instanceof AggregateError) queue.push(...current.errors);
    if (current instanceof Error) queue.push(current.cause);
  }
  return found;
}

const SHOWN_BEFORE = 50;
const SHOWN_AFTER = 20;

/** The query around the fault, and a caret below it. */
function pointAt({ query, position }: WrongQuery): readonly string[] {
  const before = query.slice(0, position);
  const isCut = before.length > SHOWN_BEFORE;
  const left = (isCut ? '…' : '') + shown(before.slice(-SHOWN_BEFORE));
  const after = query.slice(position);
  const right = shown(after.slice(0, SHOWN_AFTER)) + (after.length > SHOWN_AFTER ? '…' : '');
  return [`  ${left}${right}`, `  ${blankOf(left)}^`];
}

// Exact widths need tables, and every start loads this file.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/gu;
const WIDE_BLANK = '\u3000';

/** Blanks as wide as a text. */
function blankOf(text: string): string {
  return text
    .replace(/\p{M}/gu, '')
    .replace(WIDE, WIDE_BLANK)
    .replace(/[^\u3000]/gu, ' ');
}

function shown(text: string): string {
  return escapeText(redact(text));
}

function safe(text: string): string {
  return escapeBlock(redact(text));
}
