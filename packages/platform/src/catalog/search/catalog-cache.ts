/**
 * Keeps what searches computed. Every key names the state of the catalog that it was computed for,
 * so nothing kept is ever wrong: after a change the keys are others and the old ones fall out.
 */
export class CatalogCache {
  readonly #kept = new Map<string, unknown>();
  readonly #most: number;

  /** Keeps at most `most` results, those used last. */
  constructor(most = 1_000) {
    this.#most = most;
  }

  /** What was kept under the key, or else what `compute` gives, which is then kept. */
  async get<Value>(key: string, compute: () => Promise<Value>): Promise<Value> {
    if (this.#kept.has(key)) {
      const kept = this.#kept.get(key) as Value; // Each key is used with one type of value.
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const value = await compute();
    this.#kept.set(key, value);
    if (this.#kept.size > this.#most)
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    return value;
  }
}
