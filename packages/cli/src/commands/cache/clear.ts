import { AREA_NAMES, type AreaName } from '../../cache/area-names.ts';
import { buildCommand } from '../../help/build-command.ts';

/** Flags of `vcp cache clear`. */
export interface ClearFlags {
  readonly type: AreaName | 'all';
  readonly force: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Declares `vcp cache clear`. */
export const clearCommand = buildCommand<ClearFlags>({
  loader: async () => (await import('./clear.run.ts')).runClear,
  parameters: {
    flags: {
      type: {
        kind: 'enum',
        values: ['all', ...AREA_NAMES],
        default: 'all',
        brief: 'What to delete',
      },
      yes: { kind: 'boolean', default: false, brief: 'Do not ask' },
      force: { kind: 'boolean', default: false, brief: 'The same as --yes' },
      dryRun: { kind: 'boolean', default: false, brief: 'Only say what would be deleted' },
      json: { kind: 'boolean', default: false, brief: 'Print what was deleted as JSON' },
    },
    aliases: { t: 'type', f: 'force', y: 'yes' },
  },
  examples: [
    { input: '--type downloads --dry-run', brief: 'What would be deleted' },
    { input: '--type version --yes', brief: 'Forget the last answer about new versions' },
  ],
  docs: {
    brief: 'Delete kept files of the types that you name',
    fullDescription:
      'Never deletes settings, a sign-in, or downloaded data. After --type downloads an interrupted\n' +
      'download is planned anew; files that are there are verified and kept.',
  },
});
