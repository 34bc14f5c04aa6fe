const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}]+/gu;
const WORD_OR_WILDCARD = /[\p{L}\p{N}*]+/gu;
const LONGEST_WORD = 80;

/**
 * The words of a text as the search sees them: letters and digits, lower case, without accents;
 * everything else separates. The same for what is indexed and for what is asked, on every
 * database. A very long word counts by its first 80 characters.
 */
export function wordsOf(text: string): string[] {
  return (fold(text).match(WORD) ?? []).map(shorten);
}

/** Like `wordsOf`, but `*` is kept, as a part of its word or as a word of its own. */
export function patternWords(text: string): string[] {
  return (fold(text).match(WORD_OR_WILDCARD) ?? []).map((word) =>
    shorten(word.replaceAll(/\*+/g, '*')),
  );
}

function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(MARKS, '');
}

function shorten(word: string): string {
  return word.length <= LONGEST_WORD ? word : [...word].slice(0, LONGEST_WORD).join('');
}
