import {
  type BaseArgs,
  buildCommand as buildStricliCommand,
  type Command,
  type CommandBuilderArguments,
} from '@stricli/core';
import type { VcpContext } from '../context.ts';
import { formatCommandHelp } from './format-command.ts';

/** A command line that works as it stands, without the command's own name, and what it does. */
export interface Example {
  readonly input: string;
  readonly brief: string;
}

/**
 * Declares a command: as stricli's `buildCommand`, with examples, which lead its `--help`. Give
 * options that are switches `default: false` or `optional: true`.
 */
export function buildCommand<
  const FLAGS extends Readonly<Partial<Record<keyof FLAGS, unknown>>> = NonNullable<unknown>,
  const ARGS extends BaseArgs = [],
>(
  declaration: CommandBuilderArguments<FLAGS, ARGS, VcpContext> & {
    readonly examples: readonly Example[];
  },
): Command<VcpContext> {
  const command = buildStricliCommand<FLAGS, ARGS, VcpContext>(declaration);
  const { brief, fullDescription } = declaration.docs;
  const { parameters } = command;
  const { examples } = declaration;
  return {
    ...command,
    brief,
    fullDescription,
    formatHelp: ({ prefix }) =>
      formatCommandHelp(
        { brief, description: fullDescription, parameters, examples },
        prefix.join(' '),
      ),
  };
}
