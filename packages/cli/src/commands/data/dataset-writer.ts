import type { VcpContext } from '../../context.ts';
import { printCsv } from '../../output/csv.ts';
import { printJsonLine, toJson } from '../../output/json.ts';
import type { DatasetEntry } from './dataset-entry.ts';
import type { OutputFormat } from './output-format.ts';
import { CSV_HEADER, csvRow } from './search-columns.ts';

/** Writes datasets to stdout one by one; holds no more of them than one block of a table. */
export interface DatasetWriter {
  write(entry: DatasetEntry): void;
  /** Closes the document; `summary` is what the JSON form says at its end. */
  end(summary: Readonly<Record<string, unknown>>): void;
}

/** The writer for a format; `full` makes a block of names and values of each dataset. */
export async function datasetWriter(
  context: VcpContext,
  format: OutputFormat,
  { query, full }: { readonly query: string; readonly full: boolean },
): Promise<DatasetWriter> {
  if (format === 'json') return jsonWriter(context, query);
  if (format === 'jsonl') return { write: (entry) => printJsonLine(context, entry), end() {} };
  if (format === 'csv') {
    printCsv(context, CSV_HEADER);
    return { write: (entry) => printCsv(context, csvRow(entry)), end() {} };
  }
  // Loading what measures text in a terminal takes as long as all the rest; scripts do without.
  const { pairsWriter, tableWriter } = await import('./dataset-table-writer.ts');
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
