import { buildCommand } from '../../help/build-command.ts';
import { type FormatFlags, formatFlags } from './output-format.ts';
import { numberUpTo } from './parse-number.ts';
import { proposeSummaryFields } from './propose-fields.ts';

export interface SummaryFlags extends FormatFlags {
  readonly query: string;
  readonly latestVersion: boolean;
  readonly allVersions: boolean;
  readonly limit?: number;
}

const MAX_VALUES = 1000;

/** Declares `vcp data summary`. */
export const summaryCommand = buildCommand<SummaryFlags, [string]>({
  loader: async () => (await import('./summary.run.ts')).runSummary,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'The field to count, for instance tissue',
          parse: String,
          placeholder: 'FIELD',
          proposeCompletions: proposeSummaryFields,
        },
      ],
    },
    flags: {
      query: {
        kind: 'parsed',
        parse: String,
        default: '*',
        placeholder: 'TEXT',
        brief: 'Count only what this finds',
      },
      latestVersion: {
        kind: 'boolean',
        default: false,
        brief: 'Only the latest version of each dataset (this is the default)',
      },
      allVersions: { kind: 'boolean', default: false, brief: 'Every version of each dataset' },
      limit: {
        kind: 'parsed',
        parse: numberUpTo(MAX_VALUES),
        optional: true,
        placeholder: 'N',
        brief: 'The first N values only',
      },
      ...formatFlags,
    },
    aliases: { q: 'query' },
  },
  docs: {
    brief: 'Count the values of a field: which tissues, organisms, assays there are',
    fullDescription:
      'FIELD is domain, namespace or one of the fields of vcp data metadata-list, in upper or lower case.',
  },
  examples: [
    { input: 'tissue', brief: 'How many datasets there are of each tissue' },
    { input: 'cell_type -q "tissue:lung" --json', brief: 'The cell types in lung, for a script' },
  ],
});
