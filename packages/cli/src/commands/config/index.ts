import { buildGroup } from '../../help/build-group.ts';
import { showCommand } from './show.ts';

/** The commands of `vcp config`; alone it shows the configuration. */
export const configGroup = buildGroup({
  brief: 'Show and change the settings',
  examples: [
    { input: '', brief: 'Show all settings' },
    { input: '--show-origin', brief: 'Show where each one comes from' },
  ],
  routes: { show: showCommand },
  defaultCommand: 'show',
});
