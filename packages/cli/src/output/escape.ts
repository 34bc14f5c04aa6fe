const PLAIN = /^[ -~]*$/;
// Control and format characters, line separators, lone surrogates and what a terminal shows as nothing.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const JOINED_EMOJI = /\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?$/u;
const MARKS = /(\p{M}{8})\p{M}+/gu;
const LOOK_BEHIND = 8;

/**
 * Makes text from elsewhere safe to show on one line of a terminal: control characters, escape
 * sequences, bidirectional overrides and characters of no width become visible escapes (`\x1b`,
 * `\u202e`). What is joined into one emoji stays. Long piles of combining marks are cut.
 */
export function escapeText(text: string): string {
  return PLAIN.test(text) ? text : visible(text);
}

/** As {@link escapeText}, but keeps line feeds; tabs become spaces. For descriptions and messages. */
export function escapeBlock(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', '    ')
    .split('\n')
    .map(escapeText)
    .join('\n');
}

function visible(text: string): string {
  return text
    .replace(INVISIBLE, (character, offset: number) =>
      isPartOfEmoji(text, character, offset) ? character : escapeOf(character),
    )
    .replace(MARKS, '$1…');
}

function isPartOfEmoji(text: string, character: string, offset: number): boolean {
  if (character === '\uFE0F') {
    return /[\p{Emoji}]$/u.test(text.slice(Math.max(0, offset - LOOK_BEHIND), offset));
  }
  if (character !== '\u200D') return false;
  const before = text.slice(Math.max(0, offset - LOOK_BEHIND), offset);
  const after = text.slice(offset + 1, offset + 3);
  return JOINED_EMOJI.test(before) && /^\p{Extended_Pictographic}/u.test(after);
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}
