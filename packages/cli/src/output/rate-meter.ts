const WINDOW_MS = 10_000;

/** Measures bytes per second over the last ten seconds. */
export class RateMeter {
  #bytes = 0;
  #samples: { at: number; bytes: number }[];

  constructor(now: number) {
    this.#samples = [{ at: now, bytes: 0 }];
  }

  /** Counts bytes that arrived. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Notes the present moment; to be called a few times a second or less. */
  sample(now: number): void {
    this.#samples.push({ at: now, bytes: this.#bytes });
    const oldest = this.#samples.findIndex((sample) => sample.at >= now - WINDOW_MS);
    if (oldest > 0) this.#samples.splice(0, oldest);
  }

  /** The rate between the oldest and the newest moment of the window; null before the second one. */
  get bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}
