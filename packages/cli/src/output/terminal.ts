import { styleText } from 'node:util';
import type { OutputStream, VcpContext } from '../context.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'underline';

/** Puts a style around text, or leaves it alone where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

const DEFAULT_COLUMNS = 80;

/** The columns of a terminal, or null when the stream is none (a pipe, a file). */
export function terminalWidth(stream: OutputStream): number | null {
  return stream.isTTY === true ? Math.max(1, stream.columns ?? DEFAULT_COLUMNS) : null;
}

/** Whether a stream shows colours: a terminal that has them, and nobody said no. */
export function hasColor(
  stream: OutputStream,
  context: Pick<VcpContext, 'env' | 'globals'>,
): boolean {
  if (context.globals.noColor || stream.isTTY !== true) return false;
  return (stream.getColorDepth?.(definedOf(context.env)) ?? 1) >= 4;
}

/** The {@link Paint} for a stream; see {@link hasColor}. */
export function paintFor(
  stream: OutputStream,
  context: Pick<VcpContext, 'env' | 'globals'>,
): Paint {
  return hasColor(stream, context) ? painted : plain;
}

/** Always paints. */
export const painted: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Never paints. */
export const plain: Paint = (_style, text) => text;

function definedOf(env: VcpContext['env']): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
