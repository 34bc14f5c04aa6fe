import { BIOLOGY_FIELDS, type BiologyField } from '@vcp/schema/fields';

/** Fields with a limited set of values each of which is a label: matched word by word. */
export const LABEL_FIELDS = [
  ...BIOLOGY_FIELDS,
  'domain',
  'namespace',
  'tags',
  'creator',
  'type',
  'org',
  'owner',
  'version',
  'license',
  'doi',
] as const;
export type LabelField = BiologyField | (typeof LABEL_FIELDS)[number];

/** Fields of running text. */
export const TEXT_FIELDS = ['name', 'description'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Fields that take exactly one value, compared as it is. */
export const EXACT_FIELDS = ['id', 'external_id'] as const;
export type ExactField = (typeof EXACT_FIELDS)[number];

/** Fields that take numbers or dates and ranges of them. */
export const RANGE_FIELDS = ['cell_count', 'published'] as const;
export type RangeField = (typeof RANGE_FIELDS)[number];

/** How the values of a field are looked at. */
export type Field =
  | { readonly kind: 'label'; readonly name: LabelField }
  | { readonly kind: 'text'; readonly name: TextField }
  | { readonly kind: 'exact'; readonly name: ExactField }
  | { readonly kind: 'range'; readonly name: RangeField }
  | { readonly kind: 'flag'; readonly name: 'latest_version' };

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...LABEL_FIELDS.map((name) => [name, { kind: 'label', name }] as const),
  ...TEXT_FIELDS.map((name) => [name, { kind: 'text', name }] as const),
  ...EXACT_FIELDS.map((name) => [name, { kind: 'exact', name }] as const),
  ...RANGE_FIELDS.map((name) => [name, { kind: 'range', name }] as const),
  ['latest_version', { kind: 'flag', name: 'latest_version' }],
]);

/** The field of this name (any case), or null. */
export function findField(name: string): Field | null {
  return FIELDS.get(name.toLowerCase()) ?? null;
}

/** The field that was probably meant, or null when none is near. */
export function nearestField(name: string): string | null {
  const wanted = name.toLowerCase().slice(0, 40);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const field of FIELDS.keys()) {
    const distance = editDistance(wanted, field);
    if (distance < least) [best, least] = [field, distance];
  }
  return best;
}

/** How many letters must be added, dropped, changed or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(before, j - 2) + 1);
      next.push(cost);
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
