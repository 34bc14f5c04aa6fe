import {
  AliasNotFoundError,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from '@stricli/core';
import { UsageError, VcpError } from '@vcp/schema/errors';
import { GLOBAL_FLAGS } from './globals.ts';
import { kebab } from './help/parameters.ts';
import { didYouMean } from './nearest.ts';
import { isGroup, namesIn, type Position } from './position.ts';

/** The error for a word where a command was expected. */
export function commandNotFound(input: string, position: Position): VcpError {
  if (input.startsWith('-')) return unknownOption(input, position);
  const help = helpHint(position);
  return new UsageError(`${position.prefix} has no command ${JSON.stringify(input)}`, {
    hint:
      notYet(input, position) ??
      elsewhere(input, position) ??
      didYouMeanHint(input, namesIn(position.group), help),
  });
}

/** What stricli threw while it read arguments, as a {@link UsageError} with advice. */
export function usageErrorOf(error: unknown, position: Position): VcpError {
  const hint = helpHint(position);
  if (error instanceof VcpError) return error;
  if (error instanceof FlagNotFoundError) return unknownOption(`--${error.input}`, position);
  if (error instanceof AliasNotFoundError) return unknownOption(`-${error.input}`, position);
  if (error instanceof ArgumentParseError) return badValue(error, position);
  if (error instanceof EnumValidationError) {
    const near = didYouMean(error.input, error.values);
    return new UsageError(
      `--${bare(error.externalFlagName)} cannot be ${JSON.stringify(error.input)}`,
      { hint: `${near === null ? '' : `${near} `}It is one of: ${error.values.join(', ')}.` },
    );
  }
  if (error instanceof UnsatisfiedFlagError) {
    return new UsageError(`--${bare(error.externalFlagName)} needs a value`, { hint });
  }
  if (error instanceof UnexpectedFlagError) {
    return new UsageError(`--${bare(error.externalFlagName)} was given twice`, { hint });
  }
  if (error instanceof InvalidNegatedFlagSyntaxError) {
    return new UsageError(`--${bare(error.externalFlagName)} takes no value`, { hint });
  }
  if (error instanceof UnsatisfiedPositionalError) {
    return new UsageError(`${error.placeholder} is missing`, { hint });
  }
  if (error instanceof UnexpectedPositionalError) return unexpectedWord(error.input, position);
  return new UsageError('the arguments could not be read', { hint, cause: error });
}

function unknownOption(input: string, position: Position): VcpError {
  const own =
    position.command === null || isGroup(position.command)
      ? []
      : Object.keys(position.command.parameters.flags ?? {}).map(kebab);
  const known = [...own, ...GLOBAL_FLAGS.map(({ name }) => name), 'help'];
  const near = didYouMean(
    input,
    known.map((name) => `--${name}`),
  );
  const late = position.command === null ? `Options of a command follow its name. ` : '';
  return new UsageError(`${position.prefix} has no option ${input}`, {
    hint: near ?? `${late}${helpHint(position)}`,
  });
}

function badValue(error: ArgumentParseError, position: Position): VcpError {
  const { exception, externalFlagNameOrPlaceholder: name, input } = error;
  const subject = /^[a-z]/.test(name) ? `--${bare(name)}` : name;
  const reason = exception instanceof Error ? exception.message : String(exception);
  const hint = exception instanceof VcpError ? exception.hint : undefined;
  return new UsageError(`${subject} cannot be ${JSON.stringify(input)}: ${reason}`, {
    hint: hint ?? helpHint(position),
    cause: exception,
  });
}

function unexpectedWord(input: string, position: Position): VcpError {
  if (position.command === position.group.getDefaultCommand()) {
    return commandNotFound(input, position);
  }
  const one = onlyArgument(position);
  const quote =
    one === null
      ? 'Put quotes around a value with spaces.'
      : `${position.prefix} takes one ${one}: put quotes around several words, as in "… ${input}".`;
  return new UsageError(`unexpected argument ${JSON.stringify(input)}`, {
    hint: `${quote} ${helpHint(position)}`,
  });
}

/** The name of the one argument that a command takes, or null where it takes none or several. */
function onlyArgument({ command }: Position): string | null {
  const positional =
    command === null || isGroup(command) ? undefined : command.parameters.positional;
  if (positional?.kind !== 'tuple' || positional.parameters.length !== 1) return null;
  return positional.parameters[0]?.placeholder ?? null;
}

/** What people who come from the Python client look for, and this program does not have so far. */
function notYet(input: string, position: Position): string | null {
  if (position.group !== position.root) return null;
  if (input === 'login' || input === 'logout')
    return 'Signing in is not there yet: set VCP_TOKEN. A sign-in of the Python vcp-cli is used as it is.';
  if (input === 'model' || input === 'benchmarks')
    return `There is no ${input} command so far; use the Python vcp-cli for it. See vcp --help.`;
  return null;
}

function elsewhere(input: string, position: Position): string | null {
  for (const { name, target } of position.root.getAllEntries()) {
    if (!isGroup(target) || target === position.group) continue;
    if (namesIn(target).includes(input)) {
      return `Did you mean vcp ${name['convert-camel-to-kebab']} ${input}?`;
    }
  }
  return null;
}

function didYouMeanHint(input: string, names: readonly string[], otherwise: string): string {
  return didYouMean(input, names) ?? otherwise;
}

function helpHint(position: Position): string {
  return `See ${position.prefix} --help.`;
}

function bare(name: string): string {
  return name.replace(/^--?/, '');
}
