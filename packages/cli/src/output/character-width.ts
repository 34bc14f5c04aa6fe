import { eastAsianWidth } from 'get-east-asian-width';

const PLAIN = /^[ -~]*$/;
// Where none of these is, every code point is a character of its own.
const JOINING =
  /[\p{M}\p{Grapheme_Extend}\p{Cf}\p{Cs}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}]$/u;
const EMOJI = String.raw`^(?:\p{RGI_Emoji}|\p{Regional_Indicator}|[\d#*]\ufe0f|\p{Extended_Pictographic}.*\u200d\p{Extended_Pictographic})`;
const REGIONAL = /^\p{Regional_Indicator}/u;
const HANGUL = /^[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb]/;

// Making one of these takes more time than the rest of a short command, and few texts need them.
let segmenter: Intl.Segmenter | null = null;
let emoji: RegExp | null = null;

/** Whether a text is printable ASCII, where every character takes one column. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The characters of a text, as a person counts them: an emoji with all its parts is one. */
export function* charactersOf(text: string): Generator<string, void, undefined> {
  if (!JOINING.test(text)) {
    yield* text;
    return;
  }
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** The columns that one character, see {@link charactersOf}, takes in a terminal. */
export function characterWidth(character: string): number {
  const points = [...character.toWellFormed()];
  if ((points.length > 1 || REGIONAL.test(character)) && isEmoji(character)) return 2;
  const [first] = points;
  if (first !== undefined && HANGUL.test(first)) return widthOf(first);
  let width = 0;
  for (const point of points) {
    if (point === '\u200d') break;
    if (!INVISIBLE.test(point)) width += widthOf(point);
  }
  return width;
}

function isEmoji(character: string): boolean {
  emoji ??= new RegExp(EMOJI, 'v');
  return emoji.test(character);
}

function widthOf(point: string): number {
  return eastAsianWidth(point.codePointAt(0) ?? 0);
}
