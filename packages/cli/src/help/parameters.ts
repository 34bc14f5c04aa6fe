import type { Command } from '@stricli/core';
import type { VcpContext } from '../context.ts';

/** The declared arguments and options of a command. */
export type CommandParameters = Command<VcpContext>['parameters'];

type Flag = NonNullable<CommandParameters['flags']>[string];
type Row = readonly [left: string, right: string];

/** The words after the command in its usage line. */
export function usageArguments(parameters: CommandParameters): string[] {
  const required = Object.entries(parameters.flags ?? {})
    .filter(([, flag]) => !isOptional(flag))
    .map(([name, flag]) => `--${kebab(name)}${valueText(flag)}`);
  return ['[options]', ...required, ...positionals(parameters).map(({ usage }) => usage)];
}

/** A row for each argument: its name and what it is. */
export function argumentRows(parameters: CommandParameters): Row[] {
  return positionals(parameters).map(({ name, brief }) => [name, brief]);
}

/** A row for each option that is not hidden: names, value, what it does and its default. */
export function flagRows(parameters: CommandParameters): Row[] {
  const aliases = Object.entries(parameters.aliases ?? {});
  return Object.entries(parameters.flags ?? {})
    .filter(([, flag]) => !('hidden' in flag && flag.hidden === true))
    .map(([name, flag]) => {
      const alias = aliases.find(([, target]) => target === name)?.[0];
      const left = `${alias === undefined ? '    ' : `-${alias}, `}${namesOf(name, flag)}`;
      return [left, `${flag.brief}${defaultOf(flag)}`];
    });
}

function positionals(
  parameters: CommandParameters,
): { readonly name: string; readonly usage: string; readonly brief: string }[] {
  const { positional } = parameters;
  if (positional === undefined) return [];
  if (positional.kind === 'array') {
    const name = `${positional.parameter.placeholder ?? 'ARG'}...`;
    const usage = (positional.minimum ?? 0) > 0 ? name : `[${name}]`;
    return [{ name, usage, brief: positional.parameter.brief }];
  }
  return positional.parameters.map((parameter, index) => {
    const name = parameter.placeholder ?? `ARG${index + 1}`;
    const optional = parameter.optional === true || parameter.default !== undefined;
    const fallback = parameter.default === undefined ? '' : ` (default: ${parameter.default})`;
    return { name, usage: optional ? `[${name}]` : name, brief: `${parameter.brief}${fallback}` };
  });
}

function namesOf(name: string, flag: Flag): string {
  const long = `--${kebab(name)}`;
  const negatable = flag.kind === 'boolean' && flag.default === true && flag.withNegated !== false;
  const repeatable = 'variadic' in flag && flag.variadic !== undefined && flag.variadic !== false;
  return `${long}${negatable ? `, --no-${kebab(name)}` : ''}${valueText(flag)}${repeatable ? '...' : ''}`;
}

function valueText(flag: Flag): string {
  if (flag.kind === 'boolean' || flag.kind === 'counter') return '';
  if (flag.kind === 'enum') return ` ${flag.placeholder ?? flag.values.join('|')}`;
  return ` ${flag.placeholder ?? 'VALUE'}`;
}

function defaultOf(flag: Flag): string {
  if (!('default' in flag) || flag.default === undefined || flag.default === false) return '';
  return ` (default: ${flag.default === true ? 'on' : String(flag.default) || 'none'})`;
}

function isOptional(flag: Flag): boolean {
  if (flag.kind === 'boolean' || flag.kind === 'counter' || flag.optional === true) return true;
  return 'default' in flag && flag.default !== undefined;
}

/** A name in code as it is typed: `latestVersion` is `latest-version`. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
