import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import { formatSize } from '@vcp/schema/size';
import type { CsvCell } from '../../output/csv.ts';
import type { Column } from '../../output/table.ts';
import type { DatasetEntry } from './dataset-entry.ts';
import { joinValues } from './join-values.ts';

/** The columns of a list of datasets; scopes only where a dataset has some. */
export function tableOf(entries: readonly DatasetEntry[]): {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
} {
  const hasScopes = entries.some(({ scopes }) => scopes.length > 0);
  const columns: Column[] = [
    { header: 'Dataset ID', id: true },
    ...(hasScopes
      ? [{ header: 'Scopes', flexible: 'ellipsis', minimum: 10, dropOrder: 2 } as const]
      : []),
    { header: 'Domain', flexible: 'ellipsis', dropOrder: 4 },
    { header: 'Version', flexible: 'ellipsis', minimum: 10, dropOrder: 5 },
    { header: 'Namespace', flexible: 'ellipsis', minimum: 9, dropOrder: 3 },
    { header: 'Name', flexible: 'wrap', minimum: 15, dropOrder: 1 },
  ];
  const rows = entries.map((entry) => [
    entry.id,
    ...(hasScopes ? [entry.scopes.join(', ')] : []),
    entry.domain ?? '',
    entry.version ?? '',
    entry.namespace ?? '',
    entry.name,
  ]);
  return { columns, rows };
}

/** The header of the CSV form, which holds every field. */
export const CSV_HEADER: readonly string[] = [
  'id',
  'name',
  'domain',
  'version',
  'namespace',
  'scopes',
  'tags',
  'license',
  'doi',
  'files',
  'size',
  ...BIOLOGY_FIELDS,
  'locations',
];

/** One dataset as a CSV record; lists are joined by "; ". */
export function csvRow(entry: DatasetEntry): readonly CsvCell[] {
  return [
    entry.id,
    entry.name,
    entry.domain,
    entry.version,
    entry.namespace,
    entry.scopes.join('; '),
    entry.tags.join('; '),
    entry.license,
    entry.doi,
    entry.locations.length,
    entry.size,
    ...BIOLOGY_FIELDS.map((field) => entry.biology[field].join('; ')),
    entry.locations.map(({ url }) => url).join('; '),
  ];
}

/** All about a dataset as names and values. */
export function fullPairs(entry: DatasetEntry): readonly (readonly [string, string])[] {
  const { biology } = entry;
  return [
    ['Dataset Name', entry.name],
    ['Dataset ID', entry.id],
    ['Domain', entry.domain ?? '—'],
    ['Version', entry.version ?? '—'],
    ['Namespace', entry.namespace ?? '—'],
    ...(entry.scopes.length > 0 ? [['Scopes', entry.scopes.join(', ')] as const] : []),
    ['Dataset Size', sizeText(entry)],
    ...BIOLOGY_FIELDS.map(
      (field) => [fieldTitle(field), joinValues(biology[field]) || '—'] as const,
    ),
    ['DOI', entry.doi ?? '—'],
    ['License', entry.license ?? '—'],
  ];
}

/** A field name as a title: `assay_ontology_term_id` is `Assay Ontology Term ID`. */
export function fieldTitle(field: string): string {
  return field
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join(' ');
}

function sizeText({ size, locations }: DatasetEntry): string {
  const files = `${locations.length} ${locations.length === 1 ? 'location' : 'locations'}`;
  if (size !== null) return `${formatSize(size)} (${files})`;
  const known = locations.reduce((sum, location) => sum + (location.size ?? 0), 0);
  return known === 0 ? `unknown (${files})` : `more than ${formatSize(known)} (${files})`;
}
