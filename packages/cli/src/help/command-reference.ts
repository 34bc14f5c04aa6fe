import { helpTexts } from './help-texts.ts';
import type { Target } from './tree.ts';

/** The reference of every command as Markdown, made of the same declarations as `--help`. */
export function commandReference(root: Target): string {
  const lines = [
    '# Commands',
    '',
    'Made by `make docs` from the declarations of the commands; `vcp COMMAND --help` prints the same.',
  ];
  for (const { path, help } of helpTexts(root, ['vcp']))
    lines.push('', `## ${path.join(' ')}`, '', '```text', help.trimEnd(), '```');
  return `${lines.join('\n')}\n`;
}
