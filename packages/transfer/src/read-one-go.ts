import type { LargeFetching } from './fetch-large.ts';
import { chunkWriter } from './read-lanes.ts';
import type { SourceVersion } from './stores/store.ts';
import { StoreFault } from './stores/store-fault.ts';

/**
 * Reads the whole file with one request, for servers that know no ranges or do not say which
 * version they send. A lost connection starts over.
 */
export async function readInOneGo(fetching: LargeFetching): Promise<SourceVersion> {
  const { run, store, url, version, path, patience, progress } = fetching;
  let offered: SourceVersion = version;
  for (;;) {
    const release = await run.lanes.take(run.signal);
    const writer = chunkWriter(fetching, 0);
    progress.at(0);
    try {
      await store.read(
        { url, range: null, pin: version, name: path },
        {
          head(head) {
            offered = head.version;
          },
          write: (bytes) => writer.write(bytes),
        },
        run.signal,
      );
      if (writer.position < version.size) throw new StoreFault('short', 'the body ended early');
      return offered;
    } catch (error) {
      release();
      if (!(error instanceof StoreFault) || run.signal.aborted) throw error;
      if (!(await patience.waitAfter(error, run.signal))) throw error;
    } finally {
      release();
    }
  }
}
