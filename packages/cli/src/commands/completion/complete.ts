import { buildCommand } from '../../help/build-command.ts';

/** Declares `vcp __complete`, which the completion scripts ask. */
export const completeCommand = buildCommand<NonNullable<unknown>, string[]>({
  loader: async () => (await import('./complete.run.ts')).runComplete,
  parameters: {
    positional: {
      kind: 'array',
      parameter: { brief: 'The words so far', placeholder: 'WORD', parse: String },
    },
  },
  examples: [{ input: '-- config g', brief: 'How could this go on?' }],
  docs: { brief: 'Propose how a command line goes on' },
});
