import { buildQuery, summarizeField } from '@vcp/client';
import { InputError, SUMMARY_FIELDS, type SummaryField } from '@vcp/schema';
import type { VcpContext } from '../../context.ts';
import { didYouMean } from '../../nearest.ts';
import { printCsv } from '../../output/csv.ts';
import { printJson, printJsonLine } from '../../output/json.ts';
import { note } from '../../output/notes.ts';
import { canAsk, wantsNextPage } from '../../output/prompt.ts';
import { printTable } from '../../output/table.ts';
import { openPlatform } from './open-platform.ts';
import { formatOf } from './output-format.ts';
import { wantsAllVersions } from './query-flags.ts';
import { checkedText } from './search-text.ts';
import type { SummaryFlags } from './summary.ts';

interface Facet {
  readonly value: string;
  readonly count: number;
}

const PAGE = 20;

/** Prints how often each value of a field occurs, in the order of the platform. */
export async function runSummary(
  this: VcpContext,
  flags: SummaryFlags,
  fieldName: string,
): Promise<void> {
  const field = checkedField(fieldName);
  const text = checkedText(flags.query, 'the query');
  const format = formatOf(flags);
  const allVersions = wantsAllVersions(flags);
  const { platform } = await openPlatform(this);
  const query = buildQuery({ text, exact: false, namespace: null, allVersions });
  const summary = await summarizeField(platform, { field, query, typed: text }, this.signal);
  const facets = summary.facets
    .slice(0, flags.limit)
    .map(({ value, count }): Facet => ({ value, count }));
  const values = summary.total_buckets;
  if (format === 'json') printJson(this, { field, query, values, facets });
  else if (format === 'jsonl') for (const facet of facets) printJsonLine(this, facet);
  else if (format === 'csv') {
    printCsv(this, [field, 'count']);
    for (const { value, count } of facets) printCsv(this, [value, count]);
  } else await showTable(this, field, facets, flags.limit === undefined);
  if (facets.length === 0) note(this, `No dataset that matches has a value for ${field}.`);
  else if (values > facets.length)
    note(
      this,
      `${facets.length} of ${values} values shown${advice(summary.facets.length, flags)}.`,
    );
}

function checkedField(name: string): SummaryField {
  const wanted = name.trim().toLowerCase();
  const field = SUMMARY_FIELDS.find((known) => known === wanted);
  if (field !== undefined) return field;
  const near = didYouMean(wanted, SUMMARY_FIELDS);
  throw new InputError(`${JSON.stringify(name)} is no field that can be counted`, {
    hint: `${near === null ? '' : `${near} `}The fields are: ${SUMMARY_FIELDS.join(', ')}.`,
  });
}

async function showTable(
  context: VcpContext,
  field: string,
  facets: readonly Facet[],
  mayPage: boolean,
): Promise<void> {
  const columns = [
    { header: field, flexible: 'wrap' },
    { header: 'Count', align: 'right', id: true },
  ] as const;
  const rows = facets.map(({ value, count }) => [value, String(count)]);
  if (rows.length === 0) return;
  const isPaged =
    mayPage && rows.length > PAGE && context.process.stdout.isTTY === true && canAsk(context);
  if (!isPaged) {
    printTable(context, columns, rows);
    return;
  }
  for (let start = 0; start < rows.length; start += PAGE) {
    const page = rows.slice(start, start + PAGE);
    const end = start + page.length;
    note(context, `Page ${start / PAGE + 1}: values ${start + 1}-${end} of ${rows.length}`);
    printTable(context, columns, page);
    if (end < rows.length && !(await wantsNextPage(context, 'More?'))) return;
  }
}

function advice(received: number, flags: SummaryFlags): string {
  if (flags.limit !== undefined && flags.limit < received) return '; leave out --limit for more';
  return '; narrow it down with --query to see the others';
}
