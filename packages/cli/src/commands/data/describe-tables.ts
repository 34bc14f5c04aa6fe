import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import { formatSize } from '@vcp/schema/size';
import type { Column } from '../../output/table.ts';
import type { DatasetDocument } from './dataset-document.ts';
import { joinValues } from './join-values.ts';
import { fieldTitle } from './search-columns.ts';

type Pairs = readonly (readonly [field: string, value: string])[];

const NONE = '—';

/** What a dataset is, whose it is, and how large. */
export function basicPairs(document: DatasetDocument): Pairs {
  return [
    ['Dataset Name', document.name],
    ['Dataset ID', document.id],
    ['Domain', document.domain ?? NONE],
    ['Version', document.version ?? NONE],
    ['Dataset License Terms', document.license ?? NONE],
    ['Dataset Source URL', document.sourceUrl ?? NONE],
    ['Dataset Owner', document.owner ?? NONE],
    ['DOI', document.doi ?? NONE],
    ['Total Dataset Size', sizeText(document)],
  ];
}

/** The twelve biology fields, then other measured properties. */
export function biologyPairs({ biology, properties }: DatasetDocument): Pairs {
  return [
    ...BIOLOGY_FIELDS.map(
      (field) => [fieldTitle(field), joinValues(biology[field]) || NONE] as const,
    ),
    ...Object.entries(properties).map(
      ([name, values]) => [fieldTitle(name), joinValues(values)] as const,
    ),
  ];
}

/** The files and folders of a dataset, or one row that says there are none. */
export function fileTable({ files }: DatasetDocument): {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
} {
  const columns: readonly Column[] = [
    { header: 'Format', flexible: 'ellipsis', minimum: 8, dropOrder: 2 },
    { header: 'Size', align: 'right' },
    { header: 'Checksum', dropOrder: 1 },
    { header: 'URL', flexible: 'wrap', minimum: 30 },
  ];
  const rows = files.map(({ format, size, checksum, url }) => [
    format ?? NONE,
    size === null ? NONE : formatSize(size),
    checksum?.algorithm ?? NONE,
    url,
  ]);
  return { columns, rows: rows.length > 0 ? rows : [[NONE, NONE, NONE, 'no files']] };
}

function sizeText({ size, files }: DatasetDocument): string {
  const count = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return size === null ? `unknown (${count})` : `${formatSize(size)} (${count})`;
}
