import { buildCommand } from '../../help/build-command.ts';

/** Flags of `vcp config show`. */
export interface ShowFlags {
  readonly config?: string;
  readonly format: 'yaml' | 'json';
  readonly json: boolean;
  readonly showSecrets: boolean;
  readonly hideSecrets: boolean;
  readonly showOrigin: boolean;
  readonly init: boolean;
}

/** Declares `vcp config` and `vcp config show`. */
export const showCommand = buildCommand<ShowFlags>({
  loader: async () => (await import('./show.run.ts')).runShow,
  parameters: {
    flags: {
      config: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'Read this file as well; with --init, write it',
      },
      format: {
        kind: 'enum',
        values: ['yaml', 'json'],
        default: 'yaml',
        brief: 'How to print',
      },
      json: { kind: 'boolean', default: false, brief: 'The same as --format json' },
      showOrigin: {
        kind: 'boolean',
        default: false,
        brief: 'Say where each value comes from',
      },
      showSecrets: { kind: 'boolean', default: false, brief: 'Print secrets as they are' },
      hideSecrets: { kind: 'boolean', default: false, brief: 'Mask secrets; this is the default' },
      init: {
        kind: 'boolean',
        default: false,
        brief: 'Write a commented file to start from; never overwrites',
      },
    },
    aliases: { c: 'config', f: 'format', i: 'init' },
  },
  examples: [
    { input: '', brief: 'Show all settings' },
    { input: '--show-origin', brief: 'Show where each one comes from' },
    { input: '--format json', brief: 'For programs' },
    { input: '--init', brief: 'Write a commented ~/.vcp/config.yaml' },
  ],
  docs: { brief: 'Show the settings that hold here' },
});
