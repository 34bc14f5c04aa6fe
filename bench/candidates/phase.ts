import { readFileSync } from 'node:fs';
import {
  type CandidateInput,
  collectCandidates,
  type DownloadOptions,
  downloadCandidates,
  findCandidates,
  planDownload,
  type QuerySignature,
} from '@vcp/transfer';

/*
 * One phase of the measurement, in a process of its own. Arguments: the phase, the folder for the
 * database, the outdir, the server, how many candidates, and every how many-th of them is wanted.
 * Prints what it found, and what it cost, as JSON.
 */
const [phase = '', dir = '', outdir = '', server = '', count = '', every = ''] =
  process.argv.slice(2);
const signature: QuerySignature = {
  query: 'tissue:lung',
  exact: false,
  allVersions: false,
  namespace: null,
  platform: server,
  account: null,
};
const now = () => new Date();
const options: DownloadOptions = {
  outdir,
  layout: 'flat',
  extensions: ['.h5ad'],
  existing: 'resume',
  datasets: 5,
  files: 10,
  s3: { endpointUrl: null, region: null, unsignedBuckets: [] },
  onEvent: () => {},
  signal: new AbortController().signal,
};

async function* catalog(): AsyncGenerator<CandidateInput> {
  for (let i = 0; i < Number(count); i += 1) {
    const isWanted = i % Number(every) === 0;
    const datasetId = `5eed0000-0000-4000-8000-${String(i >> 1).padStart(12, '0')}`;
    const url = `${server}/a-collection/file-${i}.${isWanted ? 'h5ad' : 'csv'}`;
    yield {
      datasetId,
      datasetName: `Single-cell atlas of the human lung, donor ${i >> 1}`,
      namespace: 'example',
      location: { url, size: isWanted ? 1_000 : 123_456_789, checksum: null },
    };
  }
}

const started = performance.now();
const found =
  phase === 'collect'
    ? await collectCandidates(dir, signature, catalog(), { now })
    : await findCandidates(dir, signature, now);
if (!found) throw new Error('the candidates were not found');
const result =
  phase === 'collect'
    ? found.counts()
    : phase === 'plan'
      ? await planDownload(found, { ...options, extensions: [] })
      : await downloadCandidates(found, options);
found.close();
const { userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    result,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    rssMiB: peakKiB() / 1024,
  }),
);

/** The peak of this program alone: what the system counts includes the process that started it. */
function peakKiB(): number {
  try {
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(peak);
  } catch {
    return process.resourceUsage().maxRSS; // not Linux
  }
}
