/**
 * Keeps what searches computed. Every key names the state of the catalog that it was computed for,
 * so nothing kept is ever wrong: after a change the keys are others and the old ones fall out.
 */
export class CatalogCache {
  readonly #kept = new Map<string, unknown>();
  readonly #most: number;

  /** Keeps at most `most` results, those used last. */
  constructor(most = 500) {
    this.#most = most;
  }

  /** What was kept under the key, or else what `compute` gives, which is then kept. */
  async get<Value>(key: string, compute: () => Promise<Value>): Promise<Value> {
    const kept = this.peek<Value>(key);
    if (kept !== undefined) return kept;
    const value = await compute();
    this.keep(key, value);
    return value;
  }

  /** What was kept under the key. Each key is used with one type of value. */
  peek<Value>(key: string): Value | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept as Value; // See above.
  }

  keep(key: string, value: unknown): void {
    this.#kept.set(key, value);
    if (this.#kept.size <= this.#most) return;
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      break;
    }
  }
}
