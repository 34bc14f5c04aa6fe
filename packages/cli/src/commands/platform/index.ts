import { buildGroup } from '../../help/build-group.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { serveCommand } from './serve.ts';
import { statusCommand } from './status.ts';

/** The commands of `vcp platform`. */
export const platformGroup = buildGroup({
  brief: 'Run a platform of your own: catalog, files and keys',
  examples: [
    { input: 'serve --example', brief: 'A platform with real data, ready to try' },
    { input: 'import ~/data', brief: 'Add your files to the catalog' },
    { input: 'status', brief: 'See what it holds' },
  ],
  routes: {
    serve: serveCommand,
    import: importCommand,
    migrate: migrateCommand,
    status: statusCommand,
  },
});
