import { SHELLS, type Shell } from '../../completion/shells.ts';
import { buildCommand } from '../../help/build-command.ts';

/** Declares `vcp completion`. */
export const completionCommand = buildCommand<NonNullable<unknown>, [Shell]>({
  loader: async () => (await import('./completion.run.ts')).runCompletion,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: `Your shell: ${SHELLS.join(', ')}`,
          placeholder: 'SHELL',
          parse: parseShell,
          proposeCompletions: () => SHELLS,
        },
      ],
    },
  },
  examples: [
    { input: 'bash', brief: 'In ~/.bashrc:  eval "$(vcp completion bash)"' },
    { input: 'zsh', brief: 'In ~/.zshrc, after compinit:  eval "$(vcp completion zsh)"' },
    {
      input: 'fish > ~/.config/fish/completions/vcp.fish',
      brief: 'For fish',
    },
  ],
  docs: { brief: 'Print a script that completes commands, options and values' },
});

function parseShell(input: string): Shell {
  const shell = SHELLS.find((name) => name === input);
  if (shell !== undefined) return shell;
  throw new RangeError(`it must be one of ${SHELLS.join(', ')}`);
}
