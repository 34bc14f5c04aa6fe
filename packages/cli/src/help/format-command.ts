import { globalFlagRows } from './global-flag-rows.ts';
import type { CommandParameters } from './parameters.ts';
import { argumentRows, flagRows, usageArguments } from './parameters.ts';
import { exampleRows, type HelpStyle, heading, paragraphs, rows } from './rows.ts';

interface CommandHelp {
  readonly brief: string;
  readonly description: string | undefined;
  readonly parameters: CommandParameters;
  readonly examples: readonly { readonly input: string; readonly brief: string }[];
}

/** The help text of a command: what it is for, examples, usage, arguments, options. */
export function formatCommandHelp(command: CommandHelp, style: HelpStyle): string {
  const lines = [command.brief];
  if (command.examples.length > 0) {
    lines.push('', heading('Examples', style), ...exampleRows(command.examples, style.prefix));
  }
  const usage = [style.prefix, ...usageArguments(command.parameters)].join(' ');
  lines.push('', heading('Usage', style), `  ${usage}`);
  if (command.description !== undefined) lines.push('', ...paragraphs(command.description));
  const given = argumentRows(command.parameters);
  if (given.length > 0) lines.push('', heading('Arguments', style), ...rows(given));
  const flags = flagRows(command.parameters);
  if (flags.length > 0) lines.push('', heading('Options', style), ...rows(flags));
  lines.push(
    '',
    heading('Options of every command', style),
    ...rows(globalFlagRows(Object.keys(command.parameters.flags ?? {}))),
  );
  return `${lines.join('\n')}\n`;
}
