import type { VcpContext } from '../../context.ts';
import { confirm } from '../../output/prompt.ts';

/** Asks before something is deleted, unless the command line said yes already. */
export async function confirmDeletion(
  context: VcpContext,
  flags: { readonly yes: boolean; readonly force: boolean },
  question: string,
): Promise<boolean> {
  return flags.yes || flags.force || (await confirm(context, question, '--yes'));
}
