/**
 * The texts in a value of a catalog record, whatever its form: a text, a number, a list of them, or
 * objects with a name, url or value. What holds no text gives none.
 */
export function textsOf(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (depth > 3 || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((inner) => textsOf(inner, depth + 1));
  const { name, url, value: inner, '@id': id } = value as Readonly<Record<string, unknown>>;
  return textsOf(name ?? url ?? inner ?? id, depth + 1);
}

/** The texts of a value joined by commas, or null when there are none. */
export function textOf(value: unknown): string | null {
  return textsOf(value).join(', ') || null;
}
