import { FIELD_DESCRIPTIONS } from '@vcp/schema/fields';
import type { VcpContext } from '../../context.ts';
import { printCsv } from '../../output/csv.ts';
import { printJson, printJsonLine } from '../../output/json.ts';
import { note } from '../../output/notes.ts';
import { printPairs } from '../../output/table.ts';
import { type FormatFlags, formatOf } from './output-format.ts';

/** Prints the searchable fields and their meaning. */
export async function runMetadataList(this: VcpContext, flags: FormatFlags): Promise<void> {
  const format = formatOf(flags);
  const fields = Object.entries(FIELD_DESCRIPTIONS).map(([field, description]) => ({
    field,
    description,
  }));
  if (format === 'json') printJson(this, fields);
  else if (format === 'jsonl') for (const field of fields) printJsonLine(this, field);
  else if (format === 'csv') {
    printCsv(this, ['field', 'description']);
    for (const { field, description } of fields) printCsv(this, [field, description]);
  } else {
    printPairs(
      this,
      fields.map(({ field, description }) => [field, description]),
    );
    note(this, 'Use them as field:value, for instance: vcp data search "tissue:lung".');
  }
}
