/** A set of `seq`s, one bit each: what is done with two sets takes microseconds. */
export class SeqSet {
  readonly #words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.#words = words;
  }

  /** The set of what is in `seqs`, as far as it is not above `newest`. */
  static of(seqs: Uint32Array, newest: number): SeqSet {
    const words = new Uint32Array((newest >>> 5) + 1);
    for (const seq of seqs)
      if (seq <= newest) words[seq >>> 5] = (words[seq >>> 5] ?? 0) | bit(seq);
    return new SeqSet(words);
  }

  has(seq: number): boolean {
    return ((this.#words[seq >>> 5] ?? 0) & bit(seq)) !== 0;
  }

  and(other: SeqSet): SeqSet {
    return this.#with(other, (mine, theirs) => mine & theirs);
  }

  or(other: SeqSet): SeqSet {
    return this.#with(other, (mine, theirs) => mine | theirs);
  }

  without(other: SeqSet): SeqSet {
    return this.#with(other, (mine, theirs) => mine & ~theirs);
  }

  /** Those that are not larger than `newest`. */
  upTo(newest: number): SeqSet {
    const words = this.#words.slice(0, (newest >>> 5) + 1);
    const last = newest >>> 5;
    if ((newest & 31) !== 31) words[last] = (words[last] ?? 0) & (bit(newest + 1) - 1);
    return new SeqSet(words);
  }

  get size(): number {
    let size = 0;
    for (const word of this.#words) size += countBits(word);
    return size;
  }

  /** The `limit` largest that are smaller than `before`, the largest first. */
  newest(limit: number, before = Number.POSITIVE_INFINITY): number[] {
    const found: number[] = [];
    const start = Math.min(before, this.#words.length * 32) - 1;
    for (let seq = start; seq > 0 && found.length < limit; ) {
      if ((this.#words[seq >>> 5] ?? 0) === 0) {
        seq = (seq & ~31) - 1;
      } else {
        if (this.has(seq)) found.push(seq);
        seq -= 1;
      }
    }
    return found;
  }

  /** How many of these are in the set. */
  countAmong(seqs: Uint32Array): number {
    const words = this.#words;
    let count = 0;
    for (const seq of seqs) count += ((words[seq >>> 5] ?? 0) >>> (seq & 31)) & 1;
    return count;
  }

  #with(other: SeqSet, combine: (mine: number, theirs: number) => number): SeqSet {
    const theirs = other.#words;
    return new SeqSet(this.#words.map((word, index) => combine(word, theirs[index] ?? 0)));
  }
}

function bit(seq: number): number {
  return 1 << (seq & 31);
}

function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
