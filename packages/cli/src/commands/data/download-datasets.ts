import { type Platform, readDataset } from '@vcp/client';
import type { S3Credentials } from '@vcp/schema';
import type { CandidateInput } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { accountOf } from './account.ts';
import { datasetDocument } from './dataset-document.ts';
import type { DownloadFlags } from './download-flags.ts';
import { openPlatform } from './open-platform.ts';
import { transferDatasets } from './transfer-datasets.ts';

/** Fetches the files of the datasets with these ids. One that is not there fails all, at once. */
export async function downloadDatasets(
  context: VcpContext,
  ids: readonly string[],
  flags: DownloadFlags,
): Promise<void> {
  const opened = await openPlatform(context);
  const { platform } = opened;
  const account = accountOf(await platform.token());
  const received = new Map<string, S3Credentials>();
  await transferDatasets(context, flags, {
    opened,
    title: ids.length === 1 ? `dataset ${ids[0]}` : `${ids.length} datasets`,
    signature: {
      query: `datasets ${ids.toSorted().join(' ')}`,
      exact: false,
      namespace: null,
      allVersions: true,
      platform: platform.dataUrl,
      account,
    },
    collect: (signal) => candidatesOf(platform, ids, received, signal),
    received,
  });
}

/** Every file of the datasets; keys that came with a record are kept for its first file. */
async function* candidatesOf(
  platform: Platform,
  ids: readonly string[],
  received: Map<string, S3Credentials>,
  signal: AbortSignal,
): AsyncGenerator<CandidateInput> {
  for (const id of ids) {
    const record = await readDataset(platform, id, { download: true }, signal);
    if (record.credentials !== null) received.set(id, record.credentials);
    const { name, namespace, files } = datasetDocument(record);
    for (const { format: _format, ...location } of files)
      yield { datasetId: id, datasetName: name, namespace, location };
  }
}
