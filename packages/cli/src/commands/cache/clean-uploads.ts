import { buildCommand } from '../../help/build-command.ts';

/** Flags of `vcp cache clean-uploads`. */
export interface CleanUploadsFlags {
  readonly model?: string;
  readonly version?: string;
  readonly force: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Declares `vcp cache clean-uploads`. */
export const cleanUploadsCommand = buildCommand<CleanUploadsFlags>({
  loader: async () => (await import('./clean-uploads.run.ts')).runCleanUploads,
  parameters: {
    flags: {
      model: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'NAME',
        brief: 'Only uploads of exactly this model',
      },
      version: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'VERSION',
        brief: 'Only uploads of exactly this version',
      },
      yes: { kind: 'boolean', default: false, brief: 'Do not ask' },
      force: { kind: 'boolean', default: false, brief: 'The same as --yes' },
      dryRun: { kind: 'boolean', default: false, brief: 'Only say what would be deleted' },
      json: { kind: 'boolean', default: false, brief: 'Print what was deleted as JSON' },
    },
    aliases: { m: 'model', v: 'version', f: 'force', y: 'yes' },
  },
  examples: [
    { input: '-m my-model -v 1.0', brief: 'Forget one interrupted upload' },
    { input: '-m my-model --dry-run', brief: 'What is remembered of a model?' },
  ],
  docs: {
    brief: 'Forget interrupted model uploads',
    fullDescription: 'Without --model and --version it is all of them.',
  },
});
