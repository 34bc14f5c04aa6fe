const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const POWER: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 };
const SIZE =
  /^(\d+(?:\.\d+)?)\s*(b|bytes?|[kmgt](?:i?b|ilobytes?|egabytes?|igabytes?|erabytes?)?)?$/;

/**
 * Reads a size in bytes as catalogs write it: a number, digits with commas, or a number with a
 * unit (base 1024). Returns null for what is not a size, and for negative or unsafe numbers.
 */
export function parseSize(size: unknown): number | null {
  if (typeof size === 'number') return isByteCount(size) ? size : null;
  if (typeof size !== 'string') return null;
  const match = SIZE.exec(size.replaceAll(',', '').trim().toLowerCase());
  if (!match?.[1]) return null;
  const power = POWER[match[2]?.[0] ?? 'b'] ?? 0;
  const bytes = Math.round(Number(match[1]) * 1024 ** power);
  return isByteCount(bytes) ? bytes : null;
}

/** Writes a size in bytes for people: base 1024, one decimal, `B` to `TB`; null is `unknown`. */
export function formatSize(bytes: number | null): string {
  if (bytes === null || !(bytes >= 0)) return 'unknown';
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}

function isByteCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
