/** Values in one line; where one has a comma itself, semicolons keep them apart. */
export function joinValues(values: readonly string[]): string {
  return values.join(values.some((value) => value.includes(',')) ? '; ' : ', ');
}
