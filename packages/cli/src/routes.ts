import { cacheGroup } from './commands/cache/index.ts';
import { completeCommand, completionCommand } from './commands/completion/index.ts';
import { configGroup } from './commands/config/index.ts';
import { dataGroup } from './commands/data/index.ts';
import { platformGroup } from './commands/platform/index.ts';
import { versionCommand } from './commands/version/index.ts';
import type { Target } from './help/tree.ts';

/** The command that completion scripts ask; it is not listed. */
export const COMPLETE = '__complete';

/** The groups and commands at the top, in the order in which help lists them. */
export const routes: Readonly<Record<string, Target>> = {
  data: dataGroup,
  platform: platformGroup,
  config: configGroup,
  cache: cacheGroup,
  version: versionCommand,
  completion: completionCommand,
  [COMPLETE]: completeCommand,
};
