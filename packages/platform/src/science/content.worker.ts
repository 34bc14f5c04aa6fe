import { parentPort } from 'node:worker_threads';
import { VcpError } from '@vcp/schema/errors';
import { type ContentKind, readContent } from './content-kind.ts';
import type { ContentSummary } from './content-summary.ts';

/** What the reading thread is asked. */
export interface ContentQuestion {
  readonly kind: ContentKind;
  readonly path: string;
}

/** What it answers. */
export type ContentAnswer =
  | { readonly summary: ContentSummary }
  | { readonly problem: string; readonly code: string | null };

parentPort?.on('message', (question: ContentQuestion) => {
  answer(question).then((reply) => parentPort?.postMessage(reply));
});

async function answer({ kind, path }: ContentQuestion): Promise<ContentAnswer> {
  try {
    return { summary: await readContent(kind, path) };
  } catch (error) {
    if (!(error instanceof Error)) return { problem: String(error), code: null };
    return { problem: error.message, code: error instanceof VcpError ? error.code : null };
  }
}
