/**
 * The names that somebody who typed `input` may have meant, nearest first: those within a third of
 * its length in edits (insert, delete, change, swap neighbours), at most three.
 */
export function nearest(input: string, names: readonly string[]): string[] {
  const wanted = input.toLowerCase().slice(0, 64);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, edits: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= limit || (wanted.length > 2 && name.startsWith(wanted)))
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `Did you mean "a", "b" or "c"?`, or null when nothing is near. */
export function didYouMean(input: string, names: readonly string[]): string | null {
  const found = nearest(input, names);
  if (found.length === 0) return null;
  const last = found.pop() ?? '';
  return `Did you mean ${found.length > 0 ? `${found.join(', ')} or ` : ''}${last}?`;
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped)
        edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
