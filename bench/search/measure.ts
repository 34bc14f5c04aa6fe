/** How long things took, in milliseconds. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The times below which so many in a hundred are. */
export function summarizeTimes(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Number(
      (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0).toFixed(2),
    );
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** What `work` gives and how long it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; time: number }> {
  const start = performance.now();
  const value = await work();
  return { value, time: performance.now() - start };
}
