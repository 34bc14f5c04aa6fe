import { cacheGroup } from './commands/cache/index.ts';
import { configGroup } from './commands/config/index.ts';
import { dataGroup } from './commands/data/index.ts';
import { versionCommand } from './commands/version/index.ts';
import type { Target } from './help/tree.ts';

/** The groups and commands at the top, in the order in which help lists them. */
export const routes: Readonly<Record<string, Target>> = {
  data: dataGroup,
  config: configGroup,
  cache: cacheGroup,
  version: versionCommand,
};
