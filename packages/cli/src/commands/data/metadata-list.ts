import { buildCommand } from '../../help/build-command.ts';
import { type FormatFlags, formatFlags } from './output-format.ts';

/** Declares `vcp data metadata-list`. */
export const metadataListCommand = buildCommand<FormatFlags, []>({
  loader: async () => (await import('./metadata-list.run.ts')).runMetadataList,
  parameters: { flags: formatFlags },
  docs: {
    brief: 'List the fields that a query can name',
    fullDescription: 'Asks no server.',
  },
  examples: [{ input: '', brief: 'The fields and what they mean' }],
});
