import { buildCommand } from '../../help/build-command.ts';

/** Flags of `vcp cache info`. */
export interface InfoFlags {
  readonly json: boolean;
}

/** Declares `vcp cache info`. */
export const infoCommand = buildCommand<InfoFlags>({
  loader: async () => (await import('./info.run.ts')).runInfo,
  parameters: {
    flags: { json: { kind: 'boolean', default: false, brief: 'Print JSON' } },
  },
  examples: [{ input: '', brief: 'What lies where, and how large it is' }],
  docs: { brief: 'Show what lies on disk, and how large it is' },
});
