const MAX_LEFT = 44;
const MAX_LINE = 96;

/** Lines of two columns; where the left one is long, the right one goes below. */
export function rows(pairs: readonly (readonly [left: string, right: string])[]): string[] {
  const fitting = pairs.map(([left]) => left.length).filter((length) => length <= MAX_LEFT);
  const width = Math.max(0, ...fitting);
  return pairs.flatMap(([left, right]) => {
    if (left.length <= MAX_LEFT) return [`  ${left.padEnd(width)}  ${right}`.trimEnd()];
    return [`  ${left}`, `  ${' '.repeat(width)}  ${right}`];
  });
}

/** Lines of examples: what to type, and below it what it does. */
export function exampleRows(
  examples: readonly { readonly input: string; readonly brief: string }[],
  prefix: string,
): string[] {
  return examples.flatMap(({ input, brief }) => [`  # ${brief}`, `  ${prefix} ${input}`.trimEnd()]);
}

/** A text broken at spaces into lines of help; its own line feeds stay. */
export function paragraphs(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      if (current !== '' && current.length + 1 + word.length > MAX_LINE) {
        lines.push(current);
        current = word;
      } else {
        current = current === '' ? word : `${current} ${word}`;
      }
    }
    return [...lines, current];
  });
}
