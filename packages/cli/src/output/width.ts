import { charactersOf, characterWidth, isPlain } from './character-width.ts';

/** More UTF-16 units for one column than escaped text ever has; what lies beyond is not looked at. */
const UNITS_A_COLUMN = 32;

/** The number of terminal columns that a text takes. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const character of charactersOf(text)) width += characterWidth(character);
  return width;
}

/** The longest beginning of `text` that fits `width` columns; never cuts a character in two. */
export function takeWidth(text: string, width: number): string {
  if (isPlain(text)) return text.slice(0, Math.max(0, width));
  let used = 0;
  let end = 0;
  for (const character of charactersOf(beginning(text, width))) {
    used += characterWidth(character);
    if (used > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** `text` cut to `width` columns with an ellipsis, or unchanged when it fits. */
export function clip(text: string, width: number): string {
  if (text.length <= width && isPlain(text)) return text;
  if (text.length <= width * UNITS_A_COLUMN && displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${takeWidth(text, width - 1).trimEnd()}…`;
}

/** `text` filled up with spaces to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

/**
 * Breaks one line of text into lines of at most `width` columns, at spaces where there are some. At
 * most `maxLines`; the last one then ends with an ellipsis.
 */
export function wrap(text: string, width: number, maxLines = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = [];
  let rest = text;
  while (displayWidth(beginning(rest, width)) > width) {
    if (lines.length + 1 >= maxLines) return [...lines, clip(rest, width)];
    const head = takeWidth(rest, width) || firstCharacter(rest);
    const next = rest[head.length];
    const space = next === ' ' ? head.length : head.lastIndexOf(' ');
    const cut = space > 0 ? space : head.length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}

function beginning(text: string, width: number): string {
  return text.slice(0, Math.max(0, width) * UNITS_A_COLUMN + 2 * UNITS_A_COLUMN);
}

function firstCharacter(text: string): string {
  for (const character of charactersOf(text.slice(0, 2 * UNITS_A_COLUMN))) return character;
  return text;
}
