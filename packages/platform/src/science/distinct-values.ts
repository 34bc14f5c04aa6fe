import { cleanText } from './clean-text.ts';

const MAX_VALUES = 1_000;
const MAX_LENGTH = 500;
// How tables write that a value is missing.
const MISSING = new Set(['', 'nan', 'na', 'n/a', 'none', 'null', '<na>']);

/**
 * Collects the different texts of a column, in the order of their first appearance. More than
 * 1,000 of them are no longer a vocabulary but free text: then {@link overflowed} is true.
 */
export class DistinctValues {
  readonly #values = new Set<string>();
  #overflowed = false;

  add(value: string): void {
    if (this.#overflowed || this.#values.has(value)) return;
    const text = cleanText(value, MAX_LENGTH);
    if (MISSING.has(text.toLowerCase())) return;
    this.#values.add(text);
    this.#overflowed = this.#values.size > MAX_VALUES;
  }

  get overflowed(): boolean {
    return this.#overflowed;
  }

  /** The values, or none when there were too many. */
  get values(): readonly string[] {
    return this.#overflowed ? [] : [...this.#values];
  }
}
