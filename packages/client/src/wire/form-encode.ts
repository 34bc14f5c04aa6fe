/**
 * Encodes query parameters as HTML forms do, byte for byte as the original client: a space is `+`,
 * and only letters, digits and `_.-~` stay as they are.
 */
export function formEncode(parameters: Readonly<Record<string, string | null>>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === null ? [] : [[name, value.toWellFormed()]],
  );
  return new URLSearchParams(pairs).toString().replaceAll('*', '%2A').replaceAll('%7E', '~');
}
