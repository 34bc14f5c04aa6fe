import { globalFlagRows } from './global-flag-rows.ts';
import type { CommandParameters } from './parameters.ts';
import { argumentRows, flagRows, usageArguments } from './parameters.ts';
import { exampleRows, paragraphs, rows } from './rows.ts';

interface CommandHelp {
  readonly brief: string;
  readonly description: string | undefined;
  readonly parameters: CommandParameters;
  readonly examples: readonly { readonly input: string; readonly brief: string }[];
}

/** The help text of a command: what it is for, examples, usage, arguments, options. */
export function formatCommandHelp(command: CommandHelp, prefix: string): string {
  const lines = [command.brief];
  if (command.examples.length > 0) {
    lines.push('', 'Examples', ...exampleRows(command.examples, prefix));
  }
  const usage = [prefix, ...usageArguments(command.parameters)].join(' ');
  lines.push('', 'Usage', `  ${usage}`);
  if (command.description !== undefined) lines.push('', ...paragraphs(command.description));
  const given = argumentRows(command.parameters);
  if (given.length > 0) lines.push('', 'Arguments', ...rows(given));
  const flags = flagRows(command.parameters);
  if (flags.length > 0) lines.push('', 'Options', ...rows(flags));
  lines.push(
    '',
    'Options of every command',
    ...rows(globalFlagRows(Object.keys(command.parameters.flags ?? {}))),
  );
  return `${lines.join('\n')}\n`;
}
