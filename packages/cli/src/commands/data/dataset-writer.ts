import type { VcpContext } from '../../context.ts';
import { printCsv } from '../../output/csv.ts';
import { printJsonLine, toJson } from '../../output/json.ts';
import { printPairs, printTable } from '../../output/table.ts';
import type { DatasetEntry } from './dataset-entry.ts';
import type { OutputFormat } from './output-format.ts';
import { CSV_HEADER, csvRow, fullPairs, tableOf } from './search-columns.ts';

/** Writes datasets to stdout one by one; holds no more of them than one block of a table. */
export interface DatasetWriter {
  write(entry: DatasetEntry): void;
  /** Closes the document; `summary` is what the JSON form says at its end. */
  end(summary: Readonly<Record<string, unknown>>): void;
}

/** How many rows share one table, and so its column widths. */
const TABLE_BLOCK = 1000;

/** The writer for a format; `full` makes a block of names and values of each dataset. */
export function datasetWriter(
  context: VcpContext,
  format: OutputFormat,
  { query, full }: { readonly query: string; readonly full: boolean },
): DatasetWriter {
  if (format === 'json') return jsonWriter(context, query);
  if (format === 'jsonl') return { write: (entry) => printJsonLine(context, entry), end() {} };
  if (format === 'csv') {
    printCsv(context, CSV_HEADER);
    return { write: (entry) => printCsv(context, csvRow(entry)), end() {} };
  }
  return full ? pairsWriter(context) : tableWriter(context);
}

function jsonWriter(context: VcpContext, query: string): DatasetWriter {
  const { stdout } = context.process;
  let separator = `{\n  "query": ${toJson(query)},\n  "datasets": [\n    `;
  let isEmpty = true;
  return {
    write(entry) {
      stdout.write(`${separator}${toJson(entry).replaceAll('\n', '\n    ')}`);
      separator = ',\n    ';
      isEmpty = false;
    },
    end(summary) {
      if (isEmpty) stdout.write(separator.trimEnd());
      const members = Object.entries(summary).map(
        ([name, value]) => `,\n  ${toJson(name)}: ${toJson(value)}`,
      );
      stdout.write(`${isEmpty ? '' : '\n  '}]${members.join('')}\n}\n`);
    },
  };
}

function pairsWriter(context: VcpContext): DatasetWriter {
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

function tableWriter(context: VcpContext): DatasetWriter {
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
