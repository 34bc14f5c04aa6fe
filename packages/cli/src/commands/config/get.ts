import type { ConfigKey } from '../../config/keys.ts';
import { buildCommand } from '../../help/build-command.ts';
import { keyArgument } from './key-argument.ts';

/** Flags of `vcp config get`. */
export interface GetFlags {
  readonly json: boolean;
  readonly showSecrets: boolean;
}

/** Declares `vcp config get`. */
export const getCommand = buildCommand<GetFlags, [ConfigKey]>({
  loader: async () => (await import('./get.run.ts')).runGet,
  parameters: {
    positional: { kind: 'tuple', parameters: [keyArgument] },
    flags: {
      json: { kind: 'boolean', default: false, brief: 'Print the value as JSON' },
      showSecrets: { kind: 'boolean', default: false, brief: 'Print a secret as it is' },
    },
  },
  examples: [{ input: 'data_api.base_url', brief: 'Where do the data commands ask?' }],
  docs: {
    brief: 'Print one setting',
    fullDescription:
      'A list is printed one value a line. A key that is not set ends with status 1.',
  },
});
