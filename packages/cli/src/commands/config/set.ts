import type { ConfigKey } from '../../config/keys.ts';
import { buildCommand } from '../../help/build-command.ts';
import { keyArgument } from './key-argument.ts';

/** Declares `vcp config set`. */
export const setCommand = buildCommand<NonNullable<unknown>, [ConfigKey, string]>({
  loader: async () => (await import('./set.run.ts')).runSet,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        keyArgument,
        {
          brief: 'The value; commas between the values of a list; - reads it from standard input',
          placeholder: 'VALUE',
          parse: String,
        },
      ],
    },
  },
  examples: [
    { input: 'platform.url https://vcp.example.org', brief: 'Use one platform for everything' },
    { input: 'transfer.datasets 8', brief: 'Fetch eight datasets side by side' },
    { input: 'databricks.token - < token.txt', brief: 'Keep a secret out of the shell history' },
  ],
  docs: {
    brief: 'Change one setting in your own file',
    fullDescription:
      'Writes ~/.vcp/config.yaml, or the file of --config. Comments and other keys stay.',
  },
});
