import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '@vcp/testing';
import { startFaultServer } from '@vcp/testing/fault-server';
import { build } from 'rolldown';

/*
 * What we claim: one million candidates are collected, planned and resumed with at most 150 MB of
 * resident memory. Each phase runs in a process of its own, bundled as the shipped program is; the
 * last two fetch every 500th file from a server here, and then find all of them there. Another
 * number: `node run.ts 100000`.
 */
const COUNT = Number(process.argv[2] ?? 1_000_000);
const EVERY = 500;
const CLAIM_MB = 150;

interface Measured {
  readonly result: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

const run = promisify(execFile);
const server = await startFaultServer();
for (let i = 0; i < COUNT; i += EVERY)
  server.objects.set(`/a-collection/file-${i}.h5ad`, { body: Buffer.alloc(1_000, i) });
await using folder = await temporaryFolder('candidates-bench');
const dir = join(folder.path, 'downloads');
const script = join(folder.path, 'phase.mjs');
await build({
  input: join(import.meta.dirname, 'phase.ts'),
  platform: 'node',
  output: { file: script, format: 'esm', codeSplitting: false },
});

const print = (line: string) => process.stdout.write(`${line}\n`);
print(`${COUNT} candidates${' '.repeat(8)}wall s   CPU s  RSS MiB`);
let worst = 0;
for (const phase of ['collect', 'plan', 'download', 'resume']) {
  const outdir = join(folder.path, 'out');
  const args = [phase, dir, outdir, server.url, String(COUNT), String(EVERY)];
  const { stdout } = await run(process.execPath, [script, ...args]);
  const measured = JSON.parse(stdout) as Measured; // printed by phase.ts
  const { seconds, cpuSeconds, rssMiB, result } = measured;
  worst = Math.max(worst, rssMiB);
  const figures = [seconds, cpuSeconds, rssMiB].map((figure) => figure.toFixed(1).padStart(8));
  const { candidates, files, alreadyThere, failureCount } = result;
  const outcome = JSON.stringify({ candidates, files, alreadyThere, failureCount });
  print(`  ${phase.padEnd(20)}${figures.join('')}   ${outcome}`);
}
for (const name of readdirSync(dir))
  print(`  database: ${(statSync(join(dir, name)).size / 1024 ** 2).toFixed(0)} MiB`);
await server.stop();
const isKept = worst * 1.048_576 <= CLAIM_MB;
print(`  at most ${CLAIM_MB} MB: ${isKept ? 'kept' : 'MISSED'}`);
process.exitCode = isKept ? 0 : 1;
