import { configGroup } from './commands/config/index.ts';
import type { Target } from './help/tree.ts';

/** The groups and commands at the top, in the order in which help lists them. */
export const routes: Readonly<Record<string, Target>> = {
  config: configGroup,
};
