import { buildGroup } from '../../help/build-group.ts';
import { cleanUploadsCommand } from './clean-uploads.ts';
import { clearCommand } from './clear.ts';
import { historyCommand } from './history.ts';
import { infoCommand } from './info.ts';

/** The commands of `vcp cache`. */
export const cacheGroup = buildGroup({
  brief: 'See and clear what vcp keeps on disk',
  examples: [
    { input: 'info', brief: 'What lies where, and how large it is' },
    { input: 'clear --type downloads --dry-run', brief: 'What would be deleted' },
    { input: 'history --limit 5', brief: 'The last five model uploads' },
    { input: 'clean-uploads -m my-model -v 1.0', brief: 'Forget one interrupted upload' },
  ],
  routes: {
    info: infoCommand,
    clear: clearCommand,
    history: historyCommand,
    cleanUploads: cleanUploadsCommand,
  },
});
