import { CHECKSUM_ALGORITHMS, Interrupted, type VcpError } from '@vcp/schema';
import type { CandidatesDatabase, DownloadSummary } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { escapeText } from '../../output/escape.ts';
import { printJson } from '../../output/json.ts';
import { filesAndBytes } from '../../output/progress.ts';
import { failuresError, printFailures } from './failures.ts';

const STRONGEST_FIRST = [...CHECKSUM_ALGORITHMS, 'md5-parts', 'length'] as const;

/** Says on stdout what was fetched and how it was verified, and on stderr what failed. */
export function reportSummary(
  context: VcpContext,
  summary: DownloadSummary,
  candidates: CandidatesDatabase,
  { outdir, json }: { readonly outdir: string; readonly json: boolean },
): void {
  if (json) {
    const isAll = summary.failures.length === summary.failureCount;
    const failures = isAll ? summary.failures : [...candidates.failures()];
    const { stopped, ...counts } = summary;
    printJson(context, { outdir, ...counts, stopped: stopped?.code ?? null, failures });
    return;
  }
  context.process.stdout.write(`${summaryLine(summary, escapeText(outdir))}\n`);
  printFailures(context, summary.failures, summary.failureCount);
}

/** The error that tells how a run ended, or null when all is well. */
export function summaryError(summary: DownloadSummary): VcpError | null {
  if (summary.interrupted)
    return new Interrupted('the download was stopped; what is complete stays', {
      hint: 'Run the same command again to go on from here.',
    });
  if (summary.stopped !== null) return summary.stopped;
  const succeeded = summary.files + summary.alreadyThere + summary.skipped;
  return failuresError(summary.failures, summary.failureCount, succeeded);
}

function summaryLine(summary: DownloadSummary, outdir: string): string {
  const { files, bytes, alreadyThere, skipped, failureCount } = summary;
  if (files === 0 && failureCount === 0 && !summary.interrupted)
    return alreadyThere + skipped === 0
      ? 'Nothing to do: no file matches.'
      : `Nothing to do: ${sentence([`${there(alreadyThere, skipped).join(', ')} in ${outdir}`, verifiedText(summary)])}`;
  const rest = there(alreadyThere, skipped);
  const failed = failureCount > 0 ? [`${failureCount} failed`] : [];
  const fetched = `${summary.interrupted ? 'Stopped: ' : ''}${filesAndBytes(files, bytes)} in ${outdir}`;
  return sentence([fetched, verifiedText(summary), ...rest, ...failed]);
}

function sentence(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

function there(alreadyThere: number, skipped: number): readonly string[] {
  return [
    ...(alreadyThere > 0 ? [`${count(alreadyThere)} there already`] : []),
    ...(skipped > 0 ? [`${count(skipped)} skipped`] : []),
  ];
}

function verifiedText({ verified }: DownloadSummary): string {
  const parts = STRONGEST_FIRST.flatMap((how) => {
    const number = verified[how] ?? 0;
    return number > 0 ? [`${number} by ${how === 'length' ? 'length only' : how}`] : [];
  });
  return parts.length === 0 ? '' : `verified: ${parts.join(', ')}`;
}

function count(files: number): string {
  return `${files} ${files === 1 ? 'file' : 'files'}`;
}
