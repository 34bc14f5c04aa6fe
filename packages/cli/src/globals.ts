import { UsageError } from '@vcp/schema/errors';
import type { GlobalFlags } from './context.ts';

/** One flag that every command understands, as `--help` and completion show it. */
export interface GlobalFlagDocumentation {
  readonly name: string;
  readonly placeholder: string | null;
  readonly brief: string;
}

export const GLOBAL_FLAGS: readonly GlobalFlagDocumentation[] = [
  { name: 'config', placeholder: 'FILE', brief: 'Read this configuration file as well' },
  { name: 'platform', placeholder: 'URL', brief: 'Point every API at one platform' },
  { name: 'debug', placeholder: null, brief: 'Show stack traces and requests, without secrets' },
  { name: 'quiet', placeholder: null, brief: 'No progress and no notes, only errors' },
  { name: 'no-color', placeholder: null, brief: 'No colours (also NO_COLOR)' },
];

/** What the command line says for every command, and the words that remain for the command. */
export interface ScannedArguments {
  readonly globals: GlobalFlags;
  readonly rest: readonly string[];
}

/**
 * Takes the global flags out of a command line, wherever they stand before `--`. Values may follow
 * as the next word or after `=`; the last of several wins. Throws {@link UsageError} for a missing
 * value, and for a value where none belongs.
 */
export function scanGlobals(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ScannedArguments {
  const end = words.indexOf('--');
  const head = end === -1 ? words : words.slice(0, end);
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < head.length; index++) {
    const word = head[index] ?? '';
    const flag = flagOf(word);
    if (flag === null) {
      rest.push(word);
    } else if (flag.placeholder === null) {
      values.set(flag.name, '');
    } else if (word.includes('=')) {
      values.set(flag.name, given(flag, word.slice(word.indexOf('=') + 1)));
    } else {
      index += 1;
      values.set(flag.name, given(flag, head[index]));
    }
  }
  return {
    globals: {
      config: values.get('config') ?? (env.VCP_CONFIG || null),
      platform: values.get('platform') ?? null,
      debug: values.has('debug'),
      quiet: values.has('quiet'),
      noColor: values.has('no-color') || Boolean(env.NO_COLOR),
      json: head.includes('--json') || head.includes('--jsonl'),
    },
    rest: end === -1 ? rest : [...rest, ...words.slice(end)],
  };
}

function flagOf(word: string): GlobalFlagDocumentation | null {
  if (!word.startsWith('--')) return null;
  const name = word.slice(2).split('=', 1)[0] ?? '';
  const flag = GLOBAL_FLAGS.find((candidate) => candidate.name === name);
  if (flag === undefined) return null;
  if (flag.placeholder === null && word.includes('=')) {
    throw new UsageError(`--${name} takes no value`, { hint: `Write --${name} alone.` });
  }
  return flag;
}

function given(flag: GlobalFlagDocumentation, value: string | undefined): string {
  if (value !== undefined && value !== '' && !value.startsWith('--')) return value;
  throw new UsageError(`--${flag.name} needs a value`, {
    hint: `Write --${flag.name} ${flag.placeholder}.`,
  });
}
