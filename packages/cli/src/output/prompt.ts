import type { Interface } from 'node:readline';
import { Interrupted, UsageError } from '@vcp/schema/errors';
import type { VcpContext } from '../context.ts';
import { escapeBlock } from './escape.ts';

type Asker = Pick<VcpContext, 'stdin' | 'process' | 'signal'>;

/** Whether a question can be asked: both a keyboard and a screen are there. */
export function canAsk(context: Pick<VcpContext, 'stdin' | 'process'>): boolean {
  return context.stdin.isTTY === true && context.process.stderr.isTTY === true;
}

/**
 * Asks a yes-or-no question on stderr. An empty line is `byDefault`; anything else but yes is no,
 * also the end of input. Without a terminal it fails with a {@link UsageError} that names `flag`;
 * Ctrl-C is {@link Interrupted}.
 */
export async function confirm(
  context: Asker,
  question: string,
  flag: string,
  byDefault = false,
): Promise<boolean> {
  if (!canAsk(context)) {
    throw new UsageError('this needs a confirmation, and there is no terminal to ask in', {
      hint: `Add ${flag} to say yes beforehand.`,
    });
  }
  const choice = byDefault ? '[Y/n]' : '[y/N]';
  const answer = await ask(context, `${escapeBlock(question)} ${choice} `);
  if (answer === null) return false;
  return answer.trim() === '' ? byDefault : /^y(es)?$/i.test(answer.trim());
}

/**
 * Offers the next page: Enter goes on, anything else stops. Without a terminal there is nobody to
 * offer it to, and the answer is no. Ctrl-C is {@link Interrupted}.
 */
export async function wantsNextPage(context: Asker, offer: string): Promise<boolean> {
  if (!canAsk(context) || context.process.stdout.isTTY !== true) return false;
  const answer = await ask(context, `${escapeBlock(offer)} [Enter: more, q: stop] `);
  return answer !== null && answer.trim() === '';
}

/** Asks for a line of text on stderr; null at the end of input. */
async function ask(context: Asker, question: string): Promise<string | null> {
  context.signal.throwIfAborted();
  const { createInterface } = await import('node:readline');
  // Without `terminal`, the keyboard stays in line mode, and Ctrl-C remains a signal.
  const lines = createInterface({ input: context.stdin, terminal: false });
  context.process.stderr.write(question);
  let answer: string | null = null;
  try {
    answer = await firstLine(lines, context.signal);
    return answer;
  } finally {
    lines.close();
    // Only Enter ends the line of the question.
    if (answer === null) context.process.stderr.write('\n');
  }
}

function firstLine(lines: Interface, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const interrupt = (): void => reject(new Interrupted('interrupted at a question'));
    signal.addEventListener('abort', interrupt, { once: true });
    lines.once('line', resolve);
    lines.once('close', () => {
      signal.removeEventListener('abort', interrupt);
      resolve(null);
    });
  });
}
