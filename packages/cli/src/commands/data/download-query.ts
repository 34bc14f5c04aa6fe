import { buildQuery, type CatalogQuery, type Platform } from '@vcp/client';
import type { CandidateInput } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { accountOf } from './account.ts';
import type { DownloadFlags } from './download-flags.ts';
import { listDatasets } from './listing.ts';
import { openPlatform } from './open-platform.ts';
import { transferDatasets } from './transfer-datasets.ts';

/** Fetches the files of all datasets that a query finds. */
export async function downloadQuery(
  context: VcpContext,
  request: CatalogQuery,
  flags: DownloadFlags,
): Promise<void> {
  const opened = await openPlatform(context);
  const { platform } = opened;
  const { text: query, exact, namespace, allVersions } = request;
  const account = accountOf(await platform.token());
  await transferDatasets(context, flags, {
    opened,
    title: `datasets that match ${query}`,
    signature: { query, exact, namespace, allVersions, platform: platform.dataUrl, account },
    collect: (signal) => candidatesOf(platform, request, signal),
  });
}

/** Every location of every dataset that a query finds, in catalog order. */
async function* candidatesOf(
  platform: Platform,
  request: CatalogQuery,
  signal: AbortSignal,
): AsyncGenerator<CandidateInput> {
  const listing = { query: buildQuery(request), typed: request.text, skip: 0, count: null };
  for await (const { entry } of listDatasets(platform, listing, signal))
    for (const location of entry.locations)
      yield {
        datasetId: entry.id,
        datasetName: entry.name,
        namespace: entry.namespace,
        location,
      };
}
