import { type ApplicationText, text_en } from '@stricli/core';
import { Failed, UsageError, type VcpError } from '@vcp/schema/errors';
import { type ErrorFormat, formatError } from './output/errors.ts';
import { toVcpError } from './output/foreign-errors.ts';
import type { Position } from './position.ts';
import { commandNotFound, usageErrorOf } from './usage-errors.ts';

/** The errors that a run met, so that its exit status can be told. */
export interface Failures {
  readonly list: VcpError[];
}

/**
 * What stricli says, said our way: every error goes through {@link formatError} and is kept in
 * `failures`. `position` is where on the command line the run is.
 */
export function programText(
  format: ErrorFormat,
  position: Position,
  failures: Failures,
): ApplicationText {
  const tell = (error: unknown): string => {
    const known = toVcpError(error);
    failures.list.push(known);
    return formatError(known, format);
  };
  return {
    ...text_en,
    noCommandRegisteredForInput: ({ input }) => tell(commandNotFound(input, position)),
    exceptionWhileParsingArguments: (error) => tell(usageErrorOf(error, position)),
    exceptionWhileLoadingCommandContext: tell,
    exceptionWhileRunningCommand: tell,
    commandErrorResult: tell,
    exceptionWhileLoadingCommandFunction: (error) =>
      tell(
        new Failed('the command could not be loaded', {
          hint: 'The installation seems damaged: install vcp again.',
          cause: error,
        }),
      ),
    exceptionWhileRunningIntegrationHook: ({ exception }) => tell(exception),
    exceptionWhileRunningIntegrationFlag: ({ exception }) => tell(exception),
    noTextAvailableForLocale: ({ requestedLocale }) =>
      tell(new UsageError(`no texts in ${requestedLocale}`)),
  };
}
