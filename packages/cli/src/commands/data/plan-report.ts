import { PathClash, redact, type VcpError } from '@vcp/schema';
import { formatSize } from '@vcp/schema/size';
import type { DownloadPlan } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { printPairs } from '../../output/table.ts';
import { failuresError, printFailures } from './failures.ts';

/** Says what a download would do: the result of `--dry-run`. */
export function reportPlan(
  context: VcpContext,
  plan: DownloadPlan,
  outdir: string,
  json: boolean,
): void {
  if (json) {
    const clashes = plan.clashes.map(({ path, urls }) => ({ path, urls: urls.map(redact) }));
    printJson(context, { dryRun: true, outdir, ...plan, clashes, fits: fits(plan) });
    return;
  }
  const unknown = plan.unknownSizes === 0 ? '' : `, and ${plan.unknownSizes} files of unknown size`;
  printPairs(context, [
    ['To', outdir],
    ['Files to fetch', String(plan.files)],
    ['Bytes to fetch', `${formatSize(plan.bytes)}${unknown}`],
    ['Already there', String(plan.alreadyThere)],
    ['Skipped', String(plan.skipped)],
    [
      'Free space',
      `${formatSize(plan.freeSpace)}${tooLittleSpace(plan) === null ? '' : ': not enough'}`,
    ],
    ['Cannot be fetched', String(plan.failureCount)],
    ['Name clashes', String(plan.clashCount)],
  ]);
  printFailures(context, plan.failures, plan.failureCount);
}

/** How much room is missing, in words, or null where it fits or cannot be known. */
export function tooLittleSpace({ bytes, freeSpace }: DownloadPlan): string | null {
  if (freeSpace === null || bytes <= freeSpace) return null;
  return `${formatSize(bytes)} are to be fetched, and only ${formatSize(freeSpace)} are free there`;
}

/** The error that a real run would begin with, or null. */
export function planError(plan: DownloadPlan): VcpError | null {
  const [clash] = plan.clashes;
  if (clash !== undefined)
    return new PathClash(
      `${plan.clashCount} ${plan.clashCount === 1 ? 'path is' : 'paths are'} wanted by more than one source, for instance ${JSON.stringify(clash.path)} by ${clash.urls.map(redact).join(' and ')}`,
      { hint: 'Use --layout dataset, or narrow it down with --id or --extension.' },
    );
  const succeeded = plan.files + plan.alreadyThere + plan.skipped;
  return failuresError(plan.failures, plan.failureCount, succeeded);
}

function fits(plan: DownloadPlan): boolean | null {
  if (plan.freeSpace === null) return null;
  if (plan.bytes > plan.freeSpace) return false;
  return plan.unknownSizes > 0 ? null : true;
}
