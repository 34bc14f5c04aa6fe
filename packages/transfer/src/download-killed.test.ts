import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '@vcp/testing';
import { type FaultServer, startFaultServer } from '@vcp/testing/fault-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesBelow, testBytes } from './test-download.ts';

/** How many times a download is killed; a long run: VCP_KILL_POINTS=200. */
const POINTS = Number(process.env.VCP_KILL_POINTS ?? 25);

const BODIES = new Map<string, Buffer>();
for (let i = 0; i < 46; i += 1) BODIES.set(`small-${i}`, testBytes(i * 90, i));
for (let i = 0; i < 4; i += 1) BODIES.set(`large-${i}`, testBytes(30_000 + i * 9_000, 100 + i));

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
  for (const [name, body] of BODIES) server.objects.set(`/${name}`, { body });
});
afterAll(() => server.stop());

function start(dir: string, outdir: string): ChildProcess {
  const urls = [...BODIES.keys()].map((name) => `${server.url}/${name}`);
  const script = join(import.meta.dirname, 'test-download-process.ts');
  return spawn(process.execPath, [script, dir, outdir, ...urls], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Kills the process when the server saw so many requests, or so long after its start. */
async function killAt(child: ChildProcess, requests: number, ms: number): Promise<void> {
  const gone = once(child, 'exit');
  while (child.exitCode === null && server.requests.length < requests) await delay(1);
  await Promise.race([delay(ms), gone]);
  child.kill('SIGKILL');
  await gone;
}

async function finish(child: ChildProcess): Promise<unknown> {
  let text = '';
  child.stdout?.on('data', (data) => {
    text += data;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return JSON.parse(text);
}

test(`killed at ${POINTS} random points: never a wrong file under a final name, the rerun finishes, nothing else is left`, {
  timeout: POINTS * 8_000,
}, async () => {
  let seed = 20_261_120;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  let killedInWork = 0;
  for (let point = 0; point < POINTS; point += 1) {
    await using folder = await temporaryFolder('killed');
    const dir = join(folder.path, 'downloads');
    const outdir = join(folder.path, 'out');
    server.forgetRequests();
    // One in five dies before its first request: while it starts or collects.
    const early = point % 5 === 0;
    await killAt(start(dir, outdir), early ? 0 : 1 + random(62), early ? random(500) : random(6));

    const left = existsSync(outdir) ? filesBelow(outdir) : new Map<string, Buffer>();
    const finals = [...left].filter(([name]) => !name.includes('.vcp-part-'));
    for (const [name, content] of finals) expect(content).toEqual(BODIES.get(name));
    if (left.size > 0 && finals.length < BODIES.size) killedInWork += 1;

    expect(await finish(start(dir, outdir))).toMatchObject({ failures: [], stopped: null });
    expect(filesBelow(outdir)).toEqual(new Map([...BODIES].sort()));
    expect(readdirSync(dir)).toEqual([expect.stringMatching(/^candidates_test_.*\.db$/)]);
  }
  expect(killedInWork).toBeGreaterThan(POINTS / 4);
});
