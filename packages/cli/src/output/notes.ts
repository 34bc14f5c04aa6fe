import { redact } from '@vcp/schema/redact';
import type { VcpContext } from '../context.ts';
import { escapeBlock } from './escape.ts';
import { paintFor } from './terminal.ts';

/** Where talk goes: a context, or the part of it that talking needs. */
export type Talker = Pick<VcpContext, 'process' | 'env' | 'globals'>;

/** Says something helpful on stderr; nothing with `--quiet`. Text is escaped and secrets masked. */
export function note(context: Talker, text: string): void {
  if (!context.globals.quiet) say(context, text);
}

/** Says on stderr that something is not as it should be; nothing with `--quiet`. */
export function warn(context: Talker, text: string): void {
  if (context.globals.quiet) return;
  const paint = paintFor(context.process.stderr, context);
  context.process.stderr.write(`${paint('yellow', 'warning:')} ${safe(text)}\n`);
}

/** Says on stderr what only `--debug` should show, for instance each request. */
export function debug(context: Talker, text: string): void {
  if (!context.globals.debug) return;
  const paint = paintFor(context.process.stderr, context);
  context.process.stderr.write(`${paint('dim', `debug: ${safe(text)}`)}\n`);
}

function say(context: Talker, text: string): void {
  context.process.stderr.write(`${safe(text)}\n`);
}

function safe(text: string): string {
  return escapeBlock(redact(text));
}
