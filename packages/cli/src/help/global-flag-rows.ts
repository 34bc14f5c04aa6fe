import { GLOBAL_FLAGS } from '../globals.ts';

/** The options of every command, as rows of a help text. */
export function globalFlagRows(): (readonly [string, string])[] {
  const globals = GLOBAL_FLAGS.map(({ name, placeholder, brief }) => {
    const flag = placeholder === null ? `--${name}` : `--${name} ${placeholder}`;
    return [`    ${flag}`, brief] as const;
  });
  return [['-h, --help', 'Show this help'], ...globals];
}
