import { buildApplication, proposeCompletions, type RouteMap } from '@stricli/core';
import type { VcpContext } from '../context.ts';
import { GLOBAL_FLAGS } from '../globals.ts';
import { kebab } from '../help/parameters.ts';
import { isGroup, positionOf } from '../position.ts';

/** One way to go on with a command line. */
export interface Proposal {
  readonly value: string;
  readonly brief: string;
}

/** The ways to go on, and whether a path belongs there. */
export interface Proposals {
  readonly proposals: readonly Proposal[];
  readonly files: boolean;
}

const PATHS = /^(?:FILE|DIR|DIRECTORY|FOLDER|PATH)s?(?:\.\.\.)?$/i;

/**
 * Proposes how to go on with a command line whose last word is not finished (it may be empty).
 * Options are proposed once a `-` is typed. Proposals are plain: none has a control character.
 */
export async function propose(
  root: RouteMap<VcpContext>,
  words: readonly string[],
  context: VcpContext,
): Promise<Proposals> {
  const inOneWord = /^(--[\w-]+)=(.*)$/s.exec(words.at(-1) ?? '');
  if (inOneWord !== null && !words.slice(0, -1).includes('--')) {
    const [, option = '', value = ''] = inOneWord;
    const { proposals, files } = await propose(
      root,
      [...words.slice(0, -1), option, value],
      context,
    );
    return {
      proposals: proposals.map((one) => ({ ...one, value: `${option}=${one.value}` })),
      files,
    };
  }
  const partial = words.at(-1) ?? '';
  const { rest, waiting } = withoutGlobals(words.slice(0, -1));
  if (waiting !== null) return { proposals: [], files: PATHS.test(waiting) };
  const application = buildApplication<VcpContext>(root, {
    name: 'vcp',
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { caseStyle: 'convert-camel-to-kebab' },
  });
  const { stdout, stderr } = context.process;
  const host = { process: { stdout, stderr }, forCommand: () => context };
  const found = await proposeCompletions(application, [...rest, partial], host);
  const own = found.map(({ completion, brief }) => ({ value: completion, brief }));
  const escaped = rest.includes('--');
  const wanted = escaped
    ? own
    : [...besideDefault(root, rest, partial), ...own, ...globalProposals(partial)];
  const proposals = wanted.filter(({ value, brief }, index) => {
    const isOption = value.startsWith('-');
    const isNew = wanted.findIndex((other) => other.value === value) === index;
    return isNew && isPlain(value) && isPlain(brief) && (!isOption || partial.startsWith('-'));
  });
  return { proposals, files: wantsPath(root, rest, partial) };
}

/** The words without global flags, and what a last one of them is waiting for. */
function withoutGlobals(words: readonly string[]): {
  readonly rest: readonly string[];
  readonly waiting: string | null;
} {
  const rest: string[] = [];
  let waiting: string | null = null;
  for (const [index, word] of words.entries()) {
    if (waiting !== null) {
      waiting = null;
      continue;
    }
    if (word === '--') return { rest: [...rest, ...words.slice(index)], waiting };
    const flag = GLOBAL_FLAGS.find(
      ({ name }) => word === `--${name}` || word.startsWith(`--${name}=`),
    );
    if (flag === undefined) rest.push(word);
    else if (!word.includes('=')) waiting = flag.placeholder;
  }
  return { rest, waiting };
}

/** Where a group has a default command, stricli proposes only for that one. */
function besideDefault(
  root: RouteMap<VcpContext>,
  words: readonly string[],
  partial: string,
): Proposal[] {
  const { group, command, prefix } = positionOf(root, words);
  const onlyGroups = prefix.split(' ').length - 1 === words.length;
  if (!onlyGroups || command === null || command !== group.getDefaultCommand()) return [];
  return group
    .getAllEntries()
    .map(({ name, target }) => ({ value: name['convert-camel-to-kebab'], brief: target.brief }))
    .filter(({ value }) => value.startsWith(partial));
}

function globalProposals(partial: string): Proposal[] {
  const help = { name: 'help', brief: 'Show this help' };
  return [...GLOBAL_FLAGS, help]
    .map(({ name, brief }) => ({ value: `--${name}`, brief }))
    .filter(({ value }) => value.startsWith(partial));
}

/** Whether the unfinished word is the value of an option, or an argument, that is a path. */
function wantsPath(root: RouteMap<VcpContext>, words: readonly string[], partial: string): boolean {
  const { command, prefix } = positionOf(root, words);
  if (command === null || isGroup(command) || partial.startsWith('-')) return false;
  const { flags = {}, aliases = {}, positional } = command.parameters;
  const given = words.slice(prefix.split(' ').length - 1);
  let count = 0;
  let waiting: string | null = null;
  for (const word of given) {
    if (waiting !== null) {
      waiting = null;
      continue;
    }
    const alias: unknown = /^-[a-zA-Z]$/.test(word)
      ? Reflect.get(aliases, word.slice(1))
      : undefined;
    const name = Object.keys(flags).find((key) => word === `--${kebab(key)}` || key === alias);
    const flag = name === undefined ? undefined : flags[name];
    if (flag === undefined) count += word.startsWith('-') ? 0 : 1;
    else if (flag.kind === 'parsed') waiting = flag.placeholder ?? 'VALUE';
  }
  if (waiting !== null) return PATHS.test(waiting);
  const argument =
    positional?.kind === 'array' ? positional.parameter : positional?.parameters[count];
  return PATHS.test(argument?.placeholder ?? '');
}

function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
