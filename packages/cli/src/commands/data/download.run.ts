import { UsageError } from '@vcp/schema/errors';
import type { VcpContext } from '../../context.ts';
import { checkedDatasetId } from './dataset-id.ts';
import type { DownloadCommandFlags } from './download.ts';
import { downloadDatasets } from './download-datasets.ts';
import { downloadQuery } from './download-query.ts';
import { wantsAllVersions } from './query-flags.ts';
import { checkedText } from './search-text.ts';

/** Fetches the files of the datasets that are named, or of all that a query finds. */
export async function runDownload(this: VcpContext, flags: DownloadCommandFlags): Promise<void> {
  const ids = [...new Set(flags.id.map((id) => id.trim()))];
  const allVersions = wantsAllVersions(flags);
  if (ids.length > 0) {
    refuseQueryFlags(flags);
    await downloadDatasets(this, ids.map(checkedDatasetId), flags);
    return;
  }
  if (flags.query === undefined)
    throw new UsageError('neither --id nor --query says what to download', {
      hint: 'Add --id DATASET_ID (several are fine) or --query TEXT.',
    });
  const text = checkedText(flags.query, 'the query');
  const namespace = flags.namespace ?? null;
  await downloadQuery(this, { text, exact: flags.exact, namespace, allVersions }, flags);
}

function refuseQueryFlags(flags: DownloadCommandFlags): void {
  if (flags.query !== undefined)
    throw new UsageError('--id and --query cannot be used together', {
      hint: 'Choose one; run the command twice to do both.',
    });
  const narrowing = { exact: flags.exact, namespace: flags.namespace !== undefined };
  for (const [name, isGiven] of Object.entries(narrowing))
    if (isGiven)
      throw new UsageError(`--${name} narrows a --query, and --id has none`, {
        hint: `Leave out --${name}.`,
      });
}
