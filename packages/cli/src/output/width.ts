import stringWidth from 'string-width';

const PLAIN = /^[ -~]*$/;
const segmenter = new Intl.Segmenter();

/** The number of terminal columns that a text takes. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** The longest beginning of `text` that fits `width` columns; never cuts a character in two. */
export function takeWidth(text: string, width: number): string {
  if (PLAIN.test(text)) return text.slice(0, Math.max(0, width));
  // A character of four UTF-16 units takes two columns at least; marks beyond that are not looked at.
  const enough = text.slice(0, Math.max(0, width) * 32 + 64);
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(enough)) {
    used += displayWidth(segment);
    if (used > width) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** `text` cut to `width` columns with an ellipsis, or unchanged when it fits. */
export function clip(text: string, width: number): string {
  if (text.length <= width && PLAIN.test(text)) return text;
  if (text.length <= width * 32 && displayWidth(text) <= width) return text;
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
  while (displayWidth(rest.slice(0, width * 32 + 64)) > width) {
    if (lines.length + 1 >= maxLines) return [...lines, clip(rest, width)];
    const head = takeWidth(rest, width) || (Array.from(rest)[0] ?? rest);
    const next = rest[head.length];
    const space = next === ' ' ? head.length : head.lastIndexOf(' ');
    const cut = space > 0 ? space : head.length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}
