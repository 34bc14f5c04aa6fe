import { root } from '../../app.ts';
import { propose } from '../../completion/propose.ts';
import type { VcpContext } from '../../context.ts';

/** Prints one proposal a line: the value, a tab, what it is; `:files` where a path belongs. */
export async function runComplete(
  this: VcpContext,
  _flags: unknown,
  ...words: readonly string[]
): Promise<void> {
  const { proposals, files } = await propose(root, words, this);
  const lines = proposals.map(({ value, brief }) => `${value}\t${brief}\n`);
  this.process.stdout.write(`${lines.join('')}${files ? ':files\n' : ''}`);
}
