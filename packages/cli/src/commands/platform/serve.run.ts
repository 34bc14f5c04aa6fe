import { once } from 'node:events';
import { resolve } from 'node:path';
import { loadConfig } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';
import { toJson } from '../../output/json.ts';
import { note } from '../../output/notes.ts';
import { printPairs } from '../../output/table.ts';
import { platformPlace } from './place.ts';
import { s3Environment, s3Options } from './s3-flags.ts';
import type { ServeFlags } from './serve.ts';

const GRACE_MS = 10_000;

/**
 * Serves until Ctrl-C or SIGTERM, then lets downloads in flight finish for ten seconds. A second
 * Ctrl-C ends at once. With `--until-stdin-closes` the end of its input stops it too.
 */
export async function runServe(this: VcpContext, flags: ServeFlags): Promise<void> {
  const config = await loadConfig(this);
  const platform = await import('@vcp/platform');
  const server = await import('@vcp/platform/serve');
  const stop = Promise.race([aborted(this.signal), inputClosed(this, flags.untilStdinCloses)]);
  const place = platformPlace(this, config, flags);
  const host = server.loopbackHost(flags.host);
  const s3 = platform.readS3Settings(s3Options(flags, config), s3Environment(this.env, config));
  const log = server.openLog(
    flags.logLevel,
    flags.logFile === undefined
      ? { write: (line) => void this.process.stderr.write(line) }
      : server.openLogFile(resolve(this.cwd, flags.logFile)),
  );
  if (flags.example) {
    note(this, 'Preparing the example catalog …');
    await platform.addExample(place);
    this.signal.throwIfAborted();
  }
  const served = await server.servePlatform({
    ...place,
    host,
    port: flags.port,
    accessToken: this.env.VCP_PLATFORM_TOKEN || null,
    s3,
    viewerUrl: server.DEFAULT_VIEWER_URL,
    log,
    now: this.now,
  });
  const facts: ServedFacts = {
    url: served.url,
    dataUrl: `${served.url}/v1/data`,
    dataDir: place.dataDir,
    database: place.databaseUrl === null ? platform.databaseFile(place.dataDir) : 'PostgreSQL',
    accessTokenFile: this.env.VCP_PLATFORM_TOKEN ? null : platform.accessTokenFile(place.dataDir),
    datasets: served.contents.datasets,
  };
  if (flags.json) this.process.stdout.write(`${toJson(facts, 0)}\n`);
  else announce(this, facts);
  await stop;
  note(this, 'Stopping; downloads in flight have ten seconds. Ctrl-C again ends at once.');
  await served.close(GRACE_MS);
  // A stream that is read keeps the process from ending.
  if (flags.untilStdinCloses) this.stdin.pause();
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Ends with the input, if that is wanted: whoever held the other end is gone. */
function inputClosed({ stdin }: VcpContext, isWanted: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (!isWanted) return;
    for (const end of ['end', 'close', 'error']) stdin.once(end, () => resolve());
    stdin.resume();
  });
}

/** What `--json` prints. */
interface ServedFacts {
  readonly url: string;
  readonly dataUrl: string;
  readonly dataDir: string;
  /** Its file, or the word `PostgreSQL`. */
  readonly database: string;
  /** Null when the token came from `VCP_PLATFORM_TOKEN`. */
  readonly accessTokenFile: string | null;
  readonly datasets: number;
}

function announce(context: VcpContext, facts: ServedFacts): void {
  const token = facts.accessTokenFile;
  printPairs(context, [
    ['Platform', facts.url],
    ['Data API', `${facts.dataUrl} (described at ${facts.url}/openapi.json)`],
    ['Datasets', String(facts.datasets)],
    ['Database', facts.database],
    ['Access token', token ?? 'VCP_PLATFORM_TOKEN'],
  ]);
  const shownToken = token === null ? '…' : `"$(cat '${token}')"`;
  const search = `vcp --platform ${facts.url} data search '*'`;
  note(
    context,
    [
      '',
      facts.datasets === 0
        ? 'The catalog is empty: vcp platform import PATH fills it, --example has something to try.'
        : `Search it:\n  ${search}`,
      `What is not public needs the token:\n  VCP_TOKEN=${shownToken} ${search}`,
      'Ctrl-C stops it.',
    ].join('\n'),
  );
}
