import { buildCommand } from '../../help/build-command.ts';
import { parseLimit } from './parse-limit.ts';

/** Flags of `vcp cache history`. */
export interface HistoryFlags {
  readonly limit: number;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** Declares `vcp cache history`. */
export const historyCommand = buildCommand<HistoryFlags>({
  loader: async () => (await import('./history.run.ts')).runHistory,
  parameters: {
    flags: {
      limit: {
        kind: 'parsed',
        parse: parseLimit,
        default: '10',
        placeholder: 'N',
        brief: 'At most so many',
      },
      verbose: {
        kind: 'boolean',
        default: false,
        brief: 'Also the data path, the start, and files that failed',
      },
      json: { kind: 'boolean', default: false, brief: 'Print JSON' },
    },
    aliases: { l: 'limit', v: 'verbose' },
  },
  examples: [{ input: '--limit 5', brief: 'The last five model uploads' }],
  docs: { brief: 'Show the remembered model uploads, the newest first' },
});
