import { collectCandidates } from './candidates/collect.ts';
import { findCandidates } from './candidates/find.ts';
import { downloadCandidates } from './download.ts';
import { candidate, SIGNATURE, SMALL_LIMITS } from './test-download.ts';

/*
 * A download in a process of its own, to be killed: finds or collects the candidates for the URLs
 * and fetches them. Arguments: the folder for databases, the outdir, the URLs. Writes its summary.
 */
const [dir = '', outdir = '', ...urls] = process.argv.slice(2);
const now = () => new Date();

async function* inputs() {
  for (const url of urls) yield candidate(url);
}

const candidates =
  (await findCandidates(dir, SIGNATURE, now)) ??
  (await collectCandidates(dir, SIGNATURE, inputs(), { now }));
const summary = await downloadCandidates(candidates, {
  outdir,
  layout: 'flat',
  extensions: [],
  existing: 'resume',
  datasets: 5,
  files: 10,
  s3: { endpointUrl: null, region: null, unsignedBuckets: [] },
  onEvent: () => {},
  signal: new AbortController().signal,
  context: { limits: SMALL_LIMITS, env: {} },
});
candidates.close();
process.stdout.write(JSON.stringify(summary));
