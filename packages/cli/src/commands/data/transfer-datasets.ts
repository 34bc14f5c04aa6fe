import { join } from 'node:path';
import type { S3Credentials } from '@vcp/schema';
import {
  type CandidateInput,
  type CandidatesDatabase,
  collectCandidates,
  type DownloadOptions,
  type DownloadPlan,
  downloadCandidates,
  findCandidates,
  planDownload,
  type QuerySignature,
} from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { note, warn } from '../../output/notes.ts';
import { filesAndBytes } from '../../output/progress.ts';
import { confirm } from '../../output/prompt.ts';
import type { DownloadFlags } from './download-flags.ts';
import type { OpenedPlatform } from './open-platform.ts';
import { checkedOutdir } from './outdir.ts';
import { planError, reportPlan, tooLittleSpace } from './plan-report.ts';
import { reportSummary, summaryError } from './summary-report.ts';
import { transferOptions } from './transfer-options.ts';
import { watchTransfer } from './transfer-progress.ts';

/** What to transfer: who it is for, what it is called, and where its candidates come from. */
export interface TransferRequest {
  readonly opened: OpenedPlatform;
  /** What is downloaded, in words. */
  readonly title: string;
  readonly signature: QuerySignature;
  readonly collect: (signal: AbortSignal) => AsyncIterable<CandidateInput>;
  /** Keys that came along while collecting. */
  readonly received?: Map<string, S3Credentials>;
}

const TELL_EVERY_MS = 3000;

/**
 * The way of every download: collect candidates or find those of an earlier run, plan, ask, fetch,
 * verify and report. Ends with the error that says how it went, if not all went well.
 */
export async function transferDatasets(
  context: VcpContext,
  flags: DownloadFlags,
  request: TransferRequest,
): Promise<void> {
  const outdir = await checkedOutdir(context.cwd, flags.outdir);
  const progress = watchTransfer(context);
  const received = request.received ?? new Map<string, S3Credentials>();
  const options = transferOptions(
    context,
    flags,
    outdir,
    request.opened,
    received,
    progress.onEvent,
  );
  const candidates = await openCandidates(context, request);
  try {
    const plan = await planDownload(candidates, options);
    if (flags.dryRun) {
      reportPlan(context, plan, options.outdir, flags.json);
      const error = planError(plan);
      if (error !== null) throw error;
      return;
    }
    if (!(await mayStart(context, flags, request.title, plan, options))) return;
    await fetchAll(context, flags, candidates, options, progress);
  } finally {
    progress.stop();
    candidates.close();
  }
}

async function openCandidates(
  context: VcpContext,
  { signature, collect, title }: TransferRequest,
): Promise<CandidatesDatabase> {
  const folder = join(context.home, 'downloads');
  const { now, signal } = context;
  const found = await findCandidates(folder, signature, now);
  if (found !== null) {
    note(context, earlierRun(title, found, now()));
    return found;
  }
  let told = now().getTime();
  return collectCandidates(folder, signature, collect(signal), {
    now,
    signal,
    onCount: (count) => {
      if (now().getTime() - told < TELL_EVERY_MS) return;
      told = now().getTime();
      note(context, `Collecting the ${title}: ${count} locations so far.`);
    },
  });
}

/** What an earlier run left, as a person would say it. */
function earlierRun(title: string, found: CandidatesDatabase, now: Date): string {
  const { candidates, pending } = found.counts();
  const hours = Math.ceil((found.expiresAt.getTime() - now.getTime()) / 3_600_000);
  const kept = `kept for ${hours === 1 ? 'less than an hour' : `${hours} hours`} more`;
  if (pending === 0)
    return `An earlier run fetched the ${title}; looking whether all is still there (its list is ${kept}).`;
  if (pending === candidates)
    return `Using the list that an earlier run made for the ${title} (${kept}).`;
  return `Going on with the ${title}: an earlier run fetched ${candidates - pending} of ${candidates} locations (its list is ${kept}).`;
}

/** Asks where there is something to fetch. False: nothing to do, or the answer was no. */
async function mayStart(
  context: VcpContext,
  flags: DownloadFlags,
  title: string,
  plan: DownloadPlan,
  options: DownloadOptions,
): Promise<boolean> {
  const { files, clashCount } = plan;
  if (files === 0 || clashCount > 0) return true;
  const size = plan.unknownSizes === files ? 'of unknown size' : sizeText(plan);
  const shortage = tooLittleSpace(plan);
  if (shortage !== null) warn(context, shortage);
  if (flags.yes) {
    note(context, `Downloading the ${title}: ${size} to ${options.outdir}`);
    return true;
  }
  const question = `The ${title}: ${size} to ${options.outdir}. Continue?`;
  if (await confirm(context, question, '--yes', true)) return true;
  note(context, 'Nothing was downloaded.');
  return false;
}

function sizeText({ files, bytes, unknownSizes }: DownloadPlan): string {
  const text = filesAndBytes(files, bytes);
  return unknownSizes === 0 ? text : `${text} and ${unknownSizes} of unknown size`;
}

async function fetchAll(
  context: VcpContext,
  flags: DownloadFlags,
  candidates: CandidatesDatabase,
  options: DownloadOptions,
  progress: { readonly stop: () => void },
): Promise<void> {
  const summary = await downloadCandidates(candidates, options);
  progress.stop();
  reportSummary(context, summary, candidates, { outdir: options.outdir, json: flags.json });
  const error = summaryError(summary);
  if (error !== null) throw error;
}
