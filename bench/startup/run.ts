import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pythonEnvironment, startPlatform, temporaryFolder } from '@vcp/testing';
import { cpuMilliseconds, median, type Program } from './cpu-seconds.ts';

/*
 * What we claim, in CPU time (user and system), on this machine, medians of interleaved runs:
 * `vcp --help` costs at most 20 ms more than `node -e 0`, and at most a twentieth of the original's;
 * one page of `vcp data search` costs at most 150 ms. Needs the bundle (`make build`).
 * More runs: `node run.ts 40`. Figures for programs: `node run.ts --json`.
 */
const RUNS = Math.max(10, Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 15));
const HELP_OVER_NODE_MS = 20;
const HELP_SHARE = 1 / 20;
const SEARCH_MS = 150;
const RELEASE = '0.54.1';

const cli = resolve(import.meta.dirname, '../../packages/cli');
if (!existsSync(join(cli, 'dist/vcp.js'))) throw new Error('there is no bundle: run make build');

await using folder = await temporaryFolder('startup-bench');
await using platform = await startPlatform(['--example']);
const home = join(folder.path, '.vcp');
await mkdir(home, { recursive: true });
await writeFile(join(home, 'config.yaml'), `data_api:\n  base_url: ${platform.dataUrl}\n`);

const env = { HOME: folder.path, PATH: process.env.PATH ?? '', COLUMNS: '120' };
const original = await pythonEnvironment(`vcp-cli-${RELEASE}`, [`vcp-cli[data]==${RELEASE}`]);
const node = (...args: string[]): Program => ({
  argv: [process.execPath, ...args],
  env,
  cwd: folder.path,
});
const vcp = (...args: string[]): Program => node(join(cli, 'bin/vcp.js'), ...args);
const theirs = (...args: string[]): Program => ({
  argv: [original.program('vcp'), ...args],
  env,
  cwd: folder.path,
});

const programs = {
  'node -e 0': node('-e', '0'),
  'vcp --help': vcp('--help'),
  'vcp version': vcp('version'),
  'vcp data search, one page': vcp('data', 'search', 'blood', '--limit', '10'),
  'the original --help': theirs('--help'),
  'the original version': theirs('version'),
  // What it finds fits on one page; after a full one it would wait for a key.
  'the original data search, one page': theirs('data', 'search', 'dendritic'),
} satisfies Record<string, Program>;

const samples = new Map<string, number[]>(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round <= RUNS; round++) {
  for (const [name, program] of Object.entries(programs)) {
    const cost = await cpuMilliseconds(program);
    // The first round fills the caches of compiled code, ours and theirs.
    if (round > 0) samples.get(name)?.push(cost);
  }
}

const medianOf = (name: keyof typeof programs): number => median(samples.get(name) ?? []);
const claims = [
  {
    claim: `vcp --help ≤ node -e 0 + ${HELP_OVER_NODE_MS} ms`,
    value: medianOf('vcp --help'),
    limit: medianOf('node -e 0') + HELP_OVER_NODE_MS,
  },
  {
    claim: "vcp --help ≤ 1/20 of the original's",
    value: medianOf('vcp --help'),
    limit: medianOf('the original --help') * HELP_SHARE,
  },
  {
    claim: `vcp data search, one page ≤ ${SEARCH_MS} ms`,
    value: medianOf('vcp data search, one page'),
    limit: SEARCH_MS,
  },
].map((claim) => ({ ...claim, kept: claim.value <= claim.limit }));

const figures = [...samples].map(([name, values]) => ({
  name,
  medianMs: median(values),
  leastMs: Math.min(...values),
}));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
if (process.argv.includes('--json')) {
  print(JSON.stringify({ runs: RUNS, node: process.versions.node, figures, claims }));
} else {
  print(`${'CPU time of'.padEnd(34)}${'median ms'.padStart(12)}${'least ms'.padStart(12)}`);
  for (const { name, medianMs, leastMs } of figures) {
    print(
      `${name.padEnd(34)}${medianMs.toFixed(1).padStart(12)}${leastMs.toFixed(1).padStart(12)}`,
    );
  }
  for (const { claim, value, limit, kept } of claims) {
    print(`${kept ? 'kept  ' : 'MISSED'} ${claim}: ${value.toFixed(1)} of ${limit.toFixed(1)}`);
  }
}
process.exitCode = claims.every(({ kept }) => kept) ? 0 : 1;
