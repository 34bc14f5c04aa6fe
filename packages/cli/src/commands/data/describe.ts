import { buildCommand } from '../../help/build-command.ts';
import { jsonFlag } from './output-format.ts';

export interface DescribeFlags {
  readonly raw: boolean;
  readonly full: boolean;
  readonly json: boolean;
}

/** Declares `vcp data describe`. */
export const describeCommand = buildCommand<DescribeFlags, [string]>({
  loader: async () => (await import('./describe.run.ts')).runDescribe,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The id of a dataset', parse: String, placeholder: 'DATASET_ID' }],
    },
    flags: {
      json: jsonFlag,
      full: {
        kind: 'boolean',
        default: false,
        brief: 'The checked record as JSON, in the names of the platform',
      },
      raw: {
        kind: 'boolean',
        default: false,
        brief: 'The record as the platform sent it, less credentials (wins over --full)',
      },
    },
  },
  docs: {
    brief: 'Show all that is known about a dataset',
    fullDescription:
      '--json has our own names, the same for every platform; --full and --raw have those of the platform.',
  },
  examples: [
    { input: '6a1f2c3d-0000-4000-8000-000000000001', brief: 'As tables' },
    { input: '6a1f2c3d-0000-4000-8000-000000000001 --json', brief: 'For a script' },
  ],
});
