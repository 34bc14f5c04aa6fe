import { SCRIPTS } from '../../completion/scripts.ts';
import type { Shell } from '../../completion/shells.ts';
import type { VcpContext } from '../../context.ts';

/** Prints the completion script of a shell. */
export async function runCompletion(
  this: VcpContext,
  _flags: unknown,
  shell: Shell,
): Promise<void> {
  this.process.stdout.write(SCRIPTS[shell]);
}
