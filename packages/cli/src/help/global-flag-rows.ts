import { GLOBAL_FLAGS } from '../globals.ts';

/** The options of every command, as rows of a help text; without those that `own` has itself. */
export function globalFlagRows(own: readonly string[]): (readonly [string, string])[] {
  const globals = GLOBAL_FLAGS.filter(({ name }) => !own.includes(name)).map(
    ({ name, placeholder, brief }) => {
      const flag = placeholder === null ? `--${name}` : `--${name} ${placeholder}`;
      return [`    ${flag}`, brief] as const;
    },
  );
  return [['-h, --help', 'Show this help'], ...globals];
}
