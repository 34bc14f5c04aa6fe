import { buildRouteMap, type RouteMap } from '@stricli/core';
import type { VcpContext } from '../context.ts';
import type { Example } from './build-command.ts';
import { formatGroupHelp } from './format-group.ts';
import type { Target } from './tree.ts';

export interface GroupDeclaration<NAME extends string> {
  readonly brief: string;
  readonly description?: string;
  readonly examples: readonly Example[];
  readonly routes: Readonly<Record<NAME, Target>>;
  /** The command that runs when none is named. */
  readonly defaultCommand?: NoInfer<NAME>;
  /** Commands that work but are not listed. */
  readonly hidden?: readonly NoInfer<NAME>[];
}

/** Declares a group of commands; its examples lead its `--help`. */
export function buildGroup<const NAME extends string>(
  declaration: GroupDeclaration<NAME>,
): RouteMap<VcpContext> {
  const { brief, description, examples, routes, defaultCommand, hidden = [] } = declaration;
  const hideRoute: Partial<Record<NAME, boolean>> = {};
  for (const name of hidden) hideRoute[name] = true;
  const group = buildRouteMap<NAME, VcpContext>({
    routes,
    ...(defaultCommand === undefined ? {} : { defaultCommand }),
    docs: { brief, hideRoute },
  });
  return {
    ...group,
    brief,
    fullDescription: description,
    formatHelp: ({ prefix }) =>
      formatGroupHelp(
        {
          brief,
          description,
          examples,
          entries: group.getAllEntries(),
          defaultCommand: group.getDefaultCommand(),
        },
        prefix.join(' '),
      ),
  };
}
