import { buildCommand } from '../../help/build-command.ts';
import { type DownloadFlags, downloadAliases, downloadFlags } from './download-flags.ts';
import { type FormatFlags, formatFlags } from './output-format.ts';
import { numberUpTo } from './parse-number.ts';
import { proposeQueryFields } from './propose-fields.ts';
import { type QueryFlags, queryFlags } from './query-flags.ts';

export interface SearchFlags extends QueryFlags, FormatFlags, DownloadFlags {
  readonly download: boolean;
  readonly full: boolean;
  readonly limit?: number;
  readonly page?: number;
  readonly all: boolean;
}

const MANY = 1_000_000_000;

/** Declares `vcp data search`. */
export const searchCommand = buildCommand<SearchFlags, [string]>({
  loader: async () => (await import('./search.run.ts')).runSearch,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'What to look for',
          parse: String,
          placeholder: 'TERM',
          proposeCompletions: proposeQueryFields,
        },
      ],
    },
    flags: {
      ...queryFlags,
      full: { kind: 'boolean', default: false, brief: 'All that is known about each dataset' },
      limit: {
        kind: 'parsed',
        parse: numberUpTo(MANY),
        optional: true,
        placeholder: 'N',
        brief: 'So many datasets at most, without asking for more (default: 10)',
      },
      page: {
        kind: 'parsed',
        parse: numberUpTo(MANY),
        optional: true,
        placeholder: 'P',
        brief: 'The P-th page of --limit datasets',
      },
      all: { kind: 'boolean', default: false, brief: 'Every dataset that matches' },
      ...formatFlags,
      download: { kind: 'boolean', default: false, brief: 'Download all that matches' },
      ...downloadFlags,
    },
    aliases: downloadAliases,
  },
  docs: {
    brief: 'Find datasets, and download all that match',
    fullDescription:
      'TERM may be words, a "phrase", field:value (see vcp data metadata-list), AND, OR, NOT and parentheses; * is everything. A colon inside a value is written \\:. In a terminal, pages of 10 follow each other; elsewhere 10 datasets are printed unless --limit or --all says more.',
  },
  examples: [
    { input: 'brain', brief: 'The first ten datasets about the brain' },
    {
      input: `'tissue:lung AND organism:"Homo sapiens"' --all --csv`,
      brief: 'All of them, as a table',
    },
    { input: 'brain --download --extension h5ad -o data', brief: 'Download all that match' },
    { input: 'brain --download --dry-run', brief: 'What that would fetch, and whether it fits' },
  ],
});
