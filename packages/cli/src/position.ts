import type { RouteMap } from '@stricli/core';
import type { VcpContext } from './context.ts';
import type { Entry, Target } from './help/tree.ts';

/** How far the words of a command line lead into the tree of commands. */
export interface Position {
  /** The program and the groups and the command that were named, for instance `vcp data search`. */
  readonly prefix: string;
  /** The innermost group that was named. */
  readonly group: RouteMap<VcpContext>;
  /** The command that was named, or that stands for the group when none is; null otherwise. */
  readonly command: Target | null;
  readonly root: RouteMap<VcpContext>;
}

/** Follows the leading words of a command line through groups to a command. */
export function positionOf(root: RouteMap<VcpContext>, words: readonly string[]): Position {
  const prefix = ['vcp'];
  let group = root;
  for (const word of words) {
    const target = group.getAllEntries().find((entry) => isNamed(entry, word))?.target;
    if (target === undefined) break;
    prefix.push(word);
    if (!isGroup(target)) return { prefix: prefix.join(' '), group, command: target, root };
    group = target;
  }
  return { prefix: prefix.join(' '), group, command: group.getDefaultCommand() ?? null, root };
}

/** The listed names of a group's commands. */
export function namesIn(group: RouteMap<VcpContext>): string[] {
  return group
    .getAllEntries()
    .filter((entry) => !entry.hidden)
    .map((entry) => entry.name['convert-camel-to-kebab']);
}

/** Whether a target is a group and no command. */
export function isGroup(target: Target): target is RouteMap<VcpContext> {
  return 'getAllEntries' in target;
}

function isNamed(entry: Entry, word: string): boolean {
  return entry.name['convert-camel-to-kebab'] === word || entry.name.original === word;
}
