import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InputError } from '@vcp/schema/errors';
import type { ContentAnswer, ContentQuestion } from './content.worker.ts';
import type { ContentKind } from './content-kind.ts';
import type { ContentSummary } from './content-summary.ts';

/** How long a file may take, and how much memory of JavaScript it may need. */
const DEFAULT_LIMIT_MS = 300_000;
const MEMORY_MB = 1024;

/**
 * Reads what files say about themselves in a thread of its own: a large file does not block, and
 * a damaged or hostile one that crashes or never ends costs that thread, not the process. One
 * question at a time; close it when done.
 */
export class ContentReader {
  readonly #limitMs: number;
  #worker: Worker | null = null;

  constructor(options: { readonly limitMs?: number } = {}) {
    this.#limitMs = options.limitMs ?? DEFAULT_LIMIT_MS;
  }

  /**
   * What a file or store says about itself. Throws an {@link InputError} that says why when it
   * cannot be read or takes too long; the next question gets a fresh thread then.
   */
  async read(kind: ContentKind, path: string, signal?: AbortSignal): Promise<ContentSummary> {
    signal?.throwIfAborted();
    this.#worker ??= startThread();
    const question: ContentQuestion = { kind, path };
    const limit = AbortSignal.timeout(this.#limitMs);
    try {
      this.#worker.ref();
      const answer = nextAnswer(this.#worker, signal ? AbortSignal.any([limit, signal]) : limit);
      this.#worker.postMessage(question);
      const reply = await answer;
      if ('summary' in reply) return reply.summary;
      throw new InputError(reply.problem);
    } catch (error) {
      await this.close();
      signal?.throwIfAborted();
      if (error instanceof InputError) throw error;
      const reason = limit.aborted
        ? `it took longer than ${this.#limitMs / 1000} s`
        : String(error);
      throw new InputError(`could not be read: ${reason}`, { cause: error });
    } finally {
      // An idle thread must not keep the process alive.
      this.#worker?.unref();
    }
  }

  /** Ends the thread; the reader may be used again. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

function startThread(): Worker {
  // Run from source or compiled, the thread's file lies beside this one with the same ending.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./content.worker.${extension}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
}

async function nextAnswer(worker: Worker, signal: AbortSignal): Promise<ContentAnswer> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(worker, 'message', { signal: AbortSignal.any([signal, ended.signal]) }).then(
        ([reply]: ContentAnswer[]) => {
          if (reply === undefined) throw new TypeError('the reading thread sent nothing');
          return reply;
        },
      ),
      once(worker, 'exit', { signal: ended.signal }).then(([status]) => {
        throw new Error(`the reading thread ended with status ${status}`);
      }),
    ]);
  } finally {
    ended.abort();
  }
}
