/** Words that stand side by side in a text, and how much they weigh there. */
export interface Passage {
  readonly words: readonly string[];
  readonly weight: 'A' | 'B' | 'D';
}

/** How many words there are in the sequences that the index holds. */
export const SEQUENCES = [2, 3] as const;

/**
 * The token of words that stand side by side. PostgreSQL's index knows which words a text has but
 * not where: with sequences it need not read all texts that have the words of a phrase.
 */
export function sequenceKey(words: readonly string[]): string {
  return `§${words.join(' ')}`;
}

/** The words of the passages with their places, as a tsvector is written; no word needs escapes. */
export function placedWords(passages: readonly Passage[]): string {
  const places = new Map<string, string[]>();
  let place = 0;
  for (const { words, weight } of passages) {
    for (const word of words) {
      place += 1;
      const list = places.get(word) ?? [];
      list.push(`${place}${weight}`);
      places.set(word, list);
    }
    // A gap, so that no phrase reaches from one passage into the next.
    place += 1;
  }
  return [...places].map(([word, list]) => `'${word}':${list.join(',')}`).join(' ');
}

/** The sequences of the passages and other tokens, which have no place. */
export function placelessTokens(passages: readonly Passage[], keys: readonly string[]): string {
  const tokens = new Set(keys);
  for (const { words } of passages)
    for (const length of SEQUENCES)
      for (let start = 0; start + length <= words.length; start += 1)
        tokens.add(sequenceKey(words.slice(start, start + length)));
  return [...tokens].map((token) => `'${token}'`).join(' ');
}
