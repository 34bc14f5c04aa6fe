import { UsageError } from '@vcp/schema/errors';

/** The ways in which a command can print its data; a table is for people. */
export type OutputFormat = 'table' | 'json' | 'jsonl' | 'csv';

/** The switches that choose between them, the same for every list of data. */
export interface FormatFlags {
  readonly json: boolean;
  readonly jsonl: boolean;
  readonly csv: boolean;
}

export const jsonFlag = {
  kind: 'boolean',
  default: false,
  brief: 'Print one JSON document',
} as const;

/** Declares `--json`, `--jsonl` and `--csv`. */
export const formatFlags = {
  json: jsonFlag,
  jsonl: { kind: 'boolean', default: false, brief: 'Print one line of JSON for each row' },
  csv: { kind: 'boolean', default: false, brief: 'Print CSV with a header' },
} as const;

/** The format that was asked for; more than one is a {@link UsageError}. */
export function formatOf({ json, jsonl, csv }: FormatFlags): OutputFormat {
  const switches = { json, jsonl, csv } as const;
  const asked = (['json', 'jsonl', 'csv'] as const).filter((name) => switches[name]);
  if (asked.length > 1)
    throw new UsageError(`--${asked.join(' and --')} cannot be used together`, {
      hint: 'Choose one of them.',
    });
  return asked[0] ?? 'table';
}
