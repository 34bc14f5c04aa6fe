import type { Target } from './tree.ts';

/** The help text of a group or command, and then those of all that is listed in it. */
export function* helpTexts(
  target: Target,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly help: string }> {
  const help = target.formatHelp({
    prefix: path,
    additionalFlags: [],
    includeArgumentEscapeSequenceFlag: false,
    includeHidden: false,
    config: {
      useAliasInUsageLine: false,
      onlyRequiredInUsageLine: false,
      caseStyle: 'convert-camel-to-kebab',
    },
    text: NO_TEXT,
    ansiColor: false,
  });
  yield { path, help };
  if (!('getAllEntries' in target)) return;
  for (const entry of target.getAllEntries()) {
    if (!entry.hidden)
      yield* helpTexts(entry.target, [...path, entry.name['convert-camel-to-kebab']]);
  }
}

/** Our help texts bring their own headings. */
const NO_TEXT: Parameters<Target['formatHelp']>[0]['text'] = {
  keywords: { default: '', separator: '' },
  headers: { usage: '', aliases: '', commands: '', flags: '', arguments: '' },
  briefs: { help: '', helpAll: '', version: '', argumentEscapeSequence: '' },
};
