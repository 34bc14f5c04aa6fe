import type { LargeFetching } from './fetch-large.ts';
import { missingRanges } from './parts/ranges.ts';
import { patienceFor } from './persist.ts';
import type { ByteRange, SourceVersion } from './stores/store.ts';
import { StoreFault } from './stores/store-fault.ts';

/** The server sends the whole source whatever range is asked for. */
export class RangesRefused extends Error {}

/**
 * Reads the missing ranges of a file, some side by side. A lost connection is taken up at the byte
 * reached. The first lane that fails for good stops the others; what they finished is kept.
 *
 * @throws {RangesRefused} · {StoreFault}
 */
export async function readInLanes(fetching: LargeFetching): Promise<SourceVersion> {
  const { part, run, version } = fetching;
  const { limits } = run.context;
  const ranges = missingRanges(version.size, limits, (chunk) => part.isDone(chunk));
  const failure = new AbortController();
  const signal = AbortSignal.any([run.signal, failure.signal]);
  let offered: SourceVersion = version;
  const lane = async () => {
    for (let range = ranges.shift(); range; range = ranges.shift())
      offered = (await readRange(fetching, range, signal)) ?? offered;
  };
  const lanes = Array.from({ length: Math.min(limits.lanesPerFile, ranges.length) }, async () => {
    try {
      await lane();
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(lanes); // nobody writes after we return
  run.signal.throwIfAborted();
  failure.signal.throwIfAborted();
  return offered;
}

async function readRange(
  fetching: LargeFetching,
  { start, end }: ByteRange,
  signal: AbortSignal,
): Promise<SourceVersion | null> {
  const { run, store, url, version, path } = fetching;
  const patience = patienceFor(run, path);
  const writer = chunkWriter(fetching, start);
  let offered: SourceVersion | null = null;
  while (writer.position < end) {
    const before = writer.position;
    const release = await run.lanes.take(signal);
    try {
      await store.read(
        { url, range: { start: before, end }, pin: version, name: path },
        {
          head(head) {
            if (head.range === null) throw new RangesRefused();
            offered = head.version;
          },
          write: (bytes) => writer.write(bytes),
        },
        signal,
      );
      run.budget.refund();
    } catch (error) {
      release();
      if (!(error instanceof StoreFault) || signal.aborted) throw error;
      if (writer.position > before) patience.progressed();
      if (!(await patience.waitAfter(error, signal))) throw error;
    } finally {
      release();
    }
  }
  return offered;
}

/** Writes bytes one after the other from a chunk's start; commits each chunk that becomes full. */
export function chunkWriter({ part, progress, run, version }: LargeFetching, start: number) {
  const { chunkBytes } = run.context.limits;
  let position = start;
  let committed = start;
  return {
    get position() {
      return position;
    },
    write(bytes: Uint8Array): void | Promise<void> {
      part.write(bytes, position);
      position += bytes.length;
      progress.add(bytes.length);
      run.progress.received(bytes.length);
      const chunks: number[] = [];
      for (;;) {
        const next = Math.min(committed + chunkBytes, version.size);
        if (next > position || next === committed) break;
        chunks.push(Math.floor(committed / chunkBytes));
        committed = next;
      }
      return chunks.length > 0 ? part.commit(chunks) : undefined;
    },
  };
}
