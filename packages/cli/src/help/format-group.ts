import type { Command } from '@stricli/core';
import type { VcpContext } from '../context.ts';
import { globalFlagRows } from './global-flag-rows.ts';
import { flagRows } from './parameters.ts';
import { exampleRows, paragraphs, rows } from './rows.ts';
import type { Entry } from './tree.ts';

interface GroupHelp {
  readonly brief: string;
  readonly description: string | undefined;
  readonly examples: readonly { readonly input: string; readonly brief: string }[];
  readonly entries: readonly Entry[];
  readonly defaultCommand: Command<VcpContext> | undefined;
}

/** The help text of a group: what it is for, examples, and its commands. */
export function formatGroupHelp(group: GroupHelp, prefix: string): string {
  const lines = [group.brief];
  if (group.examples.length > 0) {
    lines.push('', 'Examples', ...exampleRows(group.examples, prefix));
  }
  lines.push('', 'Usage', `  ${prefix} COMMAND [options]`);
  if (group.description !== undefined) lines.push('', ...paragraphs(group.description));
  const commands = group.entries
    .filter((entry) => !entry.hidden)
    .map((entry) => [entry.name['convert-camel-to-kebab'], entry.target.brief] as const);
  lines.push('', 'Commands', ...rows(commands));
  const flags = group.defaultCommand?.parameters ?? {};
  const own = Object.keys(flags.flags ?? {});
  if (own.length > 0) {
    lines.push('', 'Options without a command', ...rows(flagRows(flags)));
  }
  lines.push('', 'Options of every command', ...rows(globalFlagRows(own)));
  return `${lines.join('\n')}\n`;
}
