import { buildCommand } from '../../help/build-command.ts';
import { type PlaceFlags, placeFlags } from './place.ts';

export interface MigrateFlags extends PlaceFlags {
  readonly json: boolean;
}

/** Declares `vcp platform migrate`. */
export const migrateCommand = buildCommand<MigrateFlags>({
  loader: async () => (await import('./migrate.run.ts')).runMigrate,
  parameters: {
    flags: {
      ...placeFlags,
      json: { kind: 'boolean', default: false, brief: 'Print what was applied as JSON' },
    },
  },
  examples: [
    { input: '', brief: 'Bring the embedded database up to date' },
    { input: '--database-url postgresql://vcp@localhost/vcp', brief: 'A shared one' },
  ],
  docs: {
    brief: 'Bring the schema of the database up to date',
    fullDescription:
      'serve and import do it by themselves; this is for those who want it to happen at a time of their own. Forward only; of several at once one does the work and the others wait.',
  },
});
