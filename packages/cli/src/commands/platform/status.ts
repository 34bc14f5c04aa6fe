import { buildCommand } from '../../help/build-command.ts';
import { type PlaceFlags, placeFlags } from './place.ts';

export interface StatusFlags extends PlaceFlags {
  readonly json: boolean;
}

/** Declares `vcp platform status`. */
export const statusCommand = buildCommand<StatusFlags>({
  loader: async () => (await import('./status.run.ts')).runStatus,
  parameters: {
    flags: {
      ...placeFlags,
      json: { kind: 'boolean', default: false, brief: 'Print it as JSON' },
    },
  },
  examples: [
    { input: '', brief: 'What is in ~/.vcp/platform?' },
    { input: '--json', brief: 'For programs' },
  ],
  docs: { brief: 'Show where a platform keeps its data, and how much it holds; changes nothing' },
});
