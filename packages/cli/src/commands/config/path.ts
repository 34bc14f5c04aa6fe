import { buildCommand } from '../../help/build-command.ts';

/** Declares `vcp config path`. */
export const pathCommand = buildCommand({
  loader: async () => (await import('./path.run.ts')).runPath,
  parameters: {},
  examples: [{ input: '', brief: 'Where is my file?' }],
  docs: {
    brief: 'Print the path of your own file',
    fullDescription: 'The file need not exist. With --config FILE it is that file.',
  },
});
