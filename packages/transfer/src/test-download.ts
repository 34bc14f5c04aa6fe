import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { temporaryFolder } from '@vcp/testing';
import type { CandidateInput, QuerySignature } from './candidate.ts';
import { collectCandidates } from './candidates/collect.ts';
import type { CandidatesDatabase } from './candidates/database.ts';
import { DEFAULT_LIMITS, type TransferContext, type TransferLimits } from './context.ts';
import { downloadCandidates } from './download.ts';
import type { TransferEvent } from './events.ts';
import type { DownloadOptions, DownloadSummary } from './options.ts';
import { planDownload } from './plan.ts';

const KIB = 1024;

/** Limits at which a few kilobytes are a large file, and nobody waits. */
export const SMALL_LIMITS: TransferLimits = {
  ...DEFAULT_LIMITS,
  chunkBytes: 4 * KIB,
  rangeBytes: 16 * KIB,
  stallMs: 300,
  headersMs: 2_000,
};

export const SIGNATURE: QuerySignature = {
  query: 'test',
  exact: false,
  allVersions: false,
  namespace: null,
  platform: 'http://127.0.0.1/v1/data',
  account: null,
};

/** A candidate for a URL; each has a dataset of its own unless told otherwise. */
export function candidate(
  url: string,
  more: Partial<CandidateInput['location']> & { datasetId?: string } = {},
): CandidateInput {
  const { datasetId = `dataset-${sha256(Buffer.from(url)).value.slice(0, 8)}`, ...location } = more;
  return {
    datasetId,
    datasetName: datasetId,
    namespace: null,
    location: { url, size: null, checksum: null, ...location },
  };
}

/** A test's own download: a folder for databases, an outdir, and what happens in it. */
export interface TestDownload extends AsyncDisposable {
  readonly dir: string;
  readonly outdir: string;
  readonly events: TransferEvent[];
  collect(...inputs: readonly CandidateInput[]): Promise<CandidatesDatabase>;
  options(overrides?: Partial<DownloadOptions>): DownloadOptions;
  download(
    candidates: CandidatesDatabase,
    overrides?: Partial<DownloadOptions>,
  ): Promise<DownloadSummary>;
  plan(
    candidates: CandidatesDatabase,
    overrides?: Partial<DownloadOptions>,
  ): ReturnType<typeof planDownload>;
}

/** Opens a test download; it removes its folders and closes its databases in the end. */
export async function testDownload(context: Partial<TransferContext> = {}): Promise<TestDownload> {
  const folder = await temporaryFolder('transfer');
  const events: TransferEvent[] = [];
  const open: CandidatesDatabase[] = [];
  const options = (overrides: Partial<DownloadOptions> = {}): DownloadOptions => ({
    outdir: join(folder.path, 'out'),
    layout: 'flat',
    extensions: [],
    existing: 'resume',
    datasets: 5,
    files: 10,
    s3: { endpointUrl: null, region: null, unsignedBuckets: [] },
    onEvent: (event) => events.push(event),
    signal: new AbortController().signal,
    context: { limits: SMALL_LIMITS, env: {}, sleep: async () => {}, ...context },
    ...overrides,
  });
  return {
    dir: join(folder.path, 'downloads'),
    outdir: join(folder.path, 'out'),
    events,
    options,
    async collect(...inputs) {
      const found = await collectCandidates(
        join(folder.path, 'downloads'),
        { ...SIGNATURE, query: randomBytes(6).toString('hex') },
        listed(inputs),
        { now: () => new Date() },
      );
      open.push(found);
      return found;
    },
    download: (candidates, overrides) => downloadCandidates(candidates, options(overrides)),
    plan: (candidates, overrides) => planDownload(candidates, options(overrides)),
    async [Symbol.asyncDispose]() {
      for (const database of open) if (database.sqlite.isOpen) database.close();
      await folder.remove();
    },
  };
}

/** Every file below a folder: its path and its content. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return new Map(files.sort().map((path) => [relative(folder, path), readFileSync(path)]));
}

/** So many bytes that look like data, the same for the same seed. */
export function testBytes(length: number, seed = 0): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2_654_435_761 + 1;
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

export function sha256(bytes: Uint8Array) {
  const value = createHash('sha256').update(bytes).digest('hex');
  return { algorithm: 'sha256', value } as const;
}

async function* listed<T>(inputs: readonly T[]): AsyncGenerator<T> {
  yield* inputs;
}
