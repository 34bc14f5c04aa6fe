import type { VcpContext } from '../../context.ts';
import { paintFor } from '../../output/terminal.ts';

/** Writes a title over what follows on stdout, with an empty line before it. */
export function heading(context: VcpContext, title: string): void {
  const { stdout } = context.process;
  stdout.write(`\n${paintFor(stdout, context)('underline', title)}\n`);
}
