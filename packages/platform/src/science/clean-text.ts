// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/** The most characters of a text that a catalog keeps. */
export const MAX_TEXT = 100_000;

/**
 * Text from a file in a form that every database and terminal can hold: valid Unicode, runs of
 * control characters (line breaks too) as one space, trimmed, cut at `limit` characters.
 */
export function cleanText(text: string, limit = MAX_TEXT): string {
  const clean = text
    .slice(0, limit * 2)
    .toWellFormed()
    .replace(CONTROL, ' ')
    .trim();
  return clean.length <= limit ? clean : clean.slice(0, limit).toWellFormed();
}
