/** The same numbers for the same seed, everywhere: 0 up to, without, 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Picks from a list by Zipf's law: the first entries far more often than the last. */
export function zipfPicker<T>(list: readonly T[], random: () => number, shift = 1): () => T {
  let sum = 0;
  const sums = list.map((_, index) => {
    sum += 1 / (index + shift);
    return sum;
  });
  return () => {
    const wanted = random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    const picked = list[low];
    if (picked === undefined) throw new TypeError('There is nothing to pick from');
    return picked;
  };
}
