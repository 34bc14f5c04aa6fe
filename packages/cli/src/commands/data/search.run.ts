import { buildQuery, type Platform } from '@vcp/client';
import { UsageError } from '@vcp/schema/errors';
import type { VcpContext } from '../../context.ts';
import { note } from '../../output/notes.ts';
import { canAsk, wantsNextPage } from '../../output/prompt.ts';
import { datasetWriter } from './dataset-writer.ts';
import { type ListedDataset, type ListingRequest, listDatasets } from './listing.ts';
import { openPlatform } from './open-platform.ts';
import { formatOf, type OutputFormat } from './output-format.ts';
import { wantsAllVersions } from './query-flags.ts';
import type { SearchFlags } from './search.ts';
import { checkedText } from './search-text.ts';

const PAGE = 10;

/** Lists the datasets that match, or downloads them. */
export async function runSearch(this: VcpContext, flags: SearchFlags, term: string): Promise<void> {
  checkCombination(flags);
  const text = checkedText(term, 'the search term');
  const namespace = flags.namespace ?? null;
  const request = { text, exact: flags.exact, namespace, allVersions: wantsAllVersions(flags) };
  if (flags.download) {
    const { downloadQuery } = await import('./download-query.ts');
    await downloadQuery(this, request, flags);
    return;
  }
  const { platform } = await openPlatform(this);
  const asked = { query: buildQuery(request), typed: text };
  const format = formatOf(flags);
  const isChosen = flags.all || flags.limit !== undefined || flags.page !== undefined;
  const isPaged = format === 'table' && !isChosen && this.process.stdout.isTTY === true;
  if (isPaged && canAsk(this)) await showPages(this, platform, asked, flags.full);
  else await printListing(this, platform, asked, flags, format);
}

function checkCombination(flags: SearchFlags): void {
  const listing = ['full', 'all', 'limit', 'page', 'jsonl', 'csv'] as const;
  const fetching = [
    'extension',
    'overwrite',
    'skipExisting',
    'concurrency',
    'yes',
    'dryRun',
  ] as const;
  const wrong = (flags.download ? listing : fetching).find((name) => flags[name]);
  if (wrong !== undefined) {
    const option = `--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UsageError(
      `${option} is for ${flags.download ? 'listing, not for --download' : '--download only'}`,
      { hint: flags.download ? `Leave out ${option}.` : `Add --download, or leave out ${option}.` },
    );
  }
  if (flags.all && (flags.limit !== undefined || flags.page !== undefined))
    throw new UsageError('--all cannot be used together with --limit or --page', {
      hint: 'Choose one of them.',
    });
}

async function printListing(
  context: VcpContext,
  platform: Platform,
  asked: Pick<ListingRequest, 'query' | 'typed'>,
  flags: SearchFlags,
  format: OutputFormat,
): Promise<void> {
  const count = flags.all ? null : (flags.limit ?? PAGE);
  const skip = ((flags.page ?? 1) - 1) * (count ?? 0);
  const writer = await datasetWriter(context, format, { query: asked.query, full: flags.full });
  const listing = listDatasets(platform, { ...asked, skip, count }, context.signal);
  let shown = 0;
  let last: ListedDataset | null = null;
  let result = await listing.next();
  for (; !result.done; result = await listing.next()) {
    last = result.value;
    shown += 1;
    writer.write(last.entry);
  }
  const { total, isComplete } = result.value;
  writer.end({ shown, total, complete: isComplete && skip === 0 });
  if (last === null) noteNothing(context, skip, total);
  else if (!isComplete) noteMore(context, shown, total, (flags.page ?? 1) + 1);
}

async function showPages(
  context: VcpContext,
  platform: Platform,
  asked: Pick<ListingRequest, 'query' | 'typed'>,
  full: boolean,
): Promise<void> {
  const listing = listDatasets(
    platform,
    { ...asked, skip: 0, count: null, pageSize: PAGE },
    context.signal,
  );
  let result = await listing.next();
  if (result.done) noteNothing(context, 0, result.value.total);
  for (let page = 1; !result.done; page += 1) {
    const rows: ListedDataset[] = [];
    for (; !result.done && rows.length < PAGE; result = await listing.next())
      rows.push(result.value);
    await showPage(context, rows, page, asked.query, full);
    if (result.done || !(await wantsNextPage(context, 'More?'))) break;
  }
  await listing.return({ total: null, isComplete: false });
}

async function showPage(
  context: VcpContext,
  rows: readonly ListedDataset[],
  page: number,
  query: string,
  full: boolean,
): Promise<void> {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return;
  const total = first.total ?? 'an unknown number';
  note(context, `Page ${page}: Datasets ${first.number}-${last.number} of ${total}`);
  const writer = await datasetWriter(context, 'table', { query, full });
  for (const { entry } of rows) writer.write(entry);
  writer.end({});
}

function noteNothing(context: VcpContext, skip: number, total: number | null): void {
  if (skip > 0) note(context, `There is no such page: ${total ?? 'fewer'} datasets match.`);
  else
    note(
      context,
      'No dataset matches. Try fewer words, check the fields with `vcp data metadata-list`, or search for *.',
    );
}

function noteMore(context: VcpContext, shown: number, total: number | null, next: number): void {
  const all = total === null ? 'more' : `${total}`;
  note(
    context,
    `${shown} of ${all} datasets shown; --page ${next} shows the next ones, --all every one.`,
  );
}
