import type { VcpContext } from '../../context.ts';
import { printPairs, printTable } from '../../output/table.ts';
import type { DatasetEntry } from './dataset-entry.ts';
import type { DatasetWriter } from './dataset-writer.ts';
import { fullPairs, tableOf } from './search-columns.ts';

/** How many rows share one table, and so its column widths. */
const TABLE_BLOCK = 1000;

/** Writes tables of at most {@link TABLE_BLOCK} datasets each. */
export function tableWriter(context: VcpContext): DatasetWriter {
  let block: DatasetEntry[] = [];
  const flush = (): void => {
    if (block.length === 0) return;
    const { columns, rows } = tableOf(block);
    printTable(context, columns, rows);
    block = [];
  };
  return {
    write(entry) {
      block.push(entry);
      if (block.length === TABLE_BLOCK) flush();
    },
    end: flush,
  };
}

/** Writes all that is known about each dataset, with an empty line in between. */
export function pairsWriter(context: VcpContext): DatasetWriter {
  let isFirst = true;
  return {
    write(entry) {
      if (!isFirst) context.process.stdout.write('\n');
      isFirst = false;
      printPairs(context, fullPairs(entry));
    },
    end() {},
  };
}
