import { buildCommand } from '../../help/build-command.ts';

/** Flags of `vcp version`. */
export interface VersionFlags {
  readonly check: boolean;
  readonly json: boolean;
}

/** Declares `vcp version`. */
export const versionCommand = buildCommand<VersionFlags>({
  loader: async () => (await import('./version.run.ts')).runVersion,
  parameters: {
    flags: {
      check: { kind: 'boolean', default: false, brief: 'Ask the npm registry for a newer version' },
      json: { kind: 'boolean', default: false, brief: 'Print JSON' },
    },
  },
  examples: [
    { input: '', brief: 'Which version is this?' },
    { input: '--check', brief: 'Is there a newer one?' },
  ],
  docs: {
    brief: 'Print the version',
    fullDescription:
      'Answers of the registry, also failures, are kept for 24 hours. Set VCP_NO_UPDATE_CHECK to\n' +
      'keep other commands from asking; they never do in CI or without a terminal.',
  },
});
