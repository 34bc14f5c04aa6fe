import { readDataset, readDatasetRaw } from '@vcp/client';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { printPairs, printTable } from '../../output/table.ts';
import { datasetDocument } from './dataset-document.ts';
import { checkedDatasetId } from './dataset-id.ts';
import type { DescribeFlags } from './describe.ts';
import { basicPairs, biologyPairs, fileTable } from './describe-tables.ts';
import { heading } from './heading.ts';
import { openPlatform } from './open-platform.ts';

/** Prints the record of a dataset. Credentials that a platform may add are never shown. */
export async function runDescribe(
  this: VcpContext,
  flags: DescribeFlags,
  id: string,
): Promise<void> {
  checkedDatasetId(id);
  const { platform } = await openPlatform(this);
  if (flags.raw) {
    printJson(this, await readDatasetRaw(platform, id, this.signal));
    return;
  }
  const record = await readDataset(platform, id, { download: false }, this.signal);
  if (flags.full) {
    const { credentials: _secret, ...shown } = record;
    printJson(this, shown);
    return;
  }
  const document = datasetDocument(record);
  if (flags.json) {
    printJson(this, document);
    return;
  }
  heading(this, 'Basic Information');
  printPairs(this, basicPairs(document));
  heading(this, 'Biological Metadata');
  printPairs(this, biologyPairs(document));
  heading(this, 'Distribution / Assets');
  const { columns, rows } = fileTable(document);
  printTable(this, columns, rows);
}
