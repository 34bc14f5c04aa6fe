import { buildGroup } from '../../help/build-group.ts';
import { getCommand } from './get.ts';
import { pathCommand } from './path.ts';
import { setCommand } from './set.ts';
import { showCommand } from './show.ts';

/** The commands of `vcp config`; alone it shows the configuration. */
export const configGroup = buildGroup({
  brief: 'Show and change the settings',
  description:
    'A setting comes from the first of these that has it: flags, VCP_* variables, the file of\n' +
    '--config, ./config.yaml, ~/.vcp/config.yaml, the built-in values.',
  examples: [
    { input: '', brief: 'Show all settings' },
    { input: '--show-origin', brief: 'Show where each one comes from' },
    { input: 'set platform.url https://vcp.example.org', brief: 'Use another platform' },
    { input: '--init', brief: 'Write a commented file to start from' },
  ],
  routes: { show: showCommand, get: getCommand, set: setCommand, path: pathCommand },
  defaultCommand: 'show',
});
