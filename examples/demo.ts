/**
 * The main job from end to end, as `make demo` runs it: a platform with real data on a free port of
 * this machine, a search, a download of all that matches, every checksum verified by this script
 * itself, and a second run that finds nothing to do. Everything happens in a temporary folder, which
 * is gone at the end; exit 0 means that all of it went as it should.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const VCP = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));
const QUERY = 'tissue:blood AND organism:"Homo sapiens"';
const LIMIT_MS = 180_000;

/** What the catalog promises of a file, and where it should be. */
interface Promised {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

const Page = z.object({
  data: z.array(
    z.object({
      internal_id: z.string(),
      locations: z.array(
        z.object({ url: z.string(), contentSize: z.number(), sha256: z.string().optional() }),
      ),
    }),
  ),
  cursor: z.string().nullable(),
});
const Listing = z.object({
  files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
  next: z.string().nullable(),
});
const Served = z.object({ url: z.string(), datasets: z.number() });

const folder = await mkdtemp(join(tmpdir(), 'vcp-demo-'));
const home = join(folder, 'home');
const outdir = join(folder, 'data');
const ended = new AbortController();
const began = performance.now();
setTimeout(
  () => ended.abort(new Error(`the demo took more than ${LIMIT_MS / 1000} seconds`)),
  LIMIT_MS,
).unref();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => ended.abort(new Error('interrupted')));

try {
  await demo();
} catch (error) {
  const reason: unknown = ended.signal.aborted ? ended.signal.reason : error;
  say(`\nThe demo failed: ${reason instanceof Error ? reason.message : reason}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function demo(): Promise<void> {
  title('1. A platform with real data, on a free port of this machine');
  const serve = ['platform', 'serve', '--example', '--port', '0', '--json', '--until-stdin-closes'];
  const platform = start(serve);
  platform.on('error', () => {}); // interrupted: told by whatever waits for it
  try {
    const { url, datasets } = Served.parse(JSON.parse(await firstLine(platform)));
    say(`It answers at ${url} and holds ${datasets} datasets.`);
    await useIt(url);
  } finally {
    await stop(platform);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  title(`Done in ${seconds} seconds; the platform is stopped and nothing is left behind.`);
  say(`To go on with a platform that stays (Ctrl-C ends it):

  npm run --silent vcp -- platform serve --example

and in a second terminal:

  npm run --silent vcp -- --platform http://127.0.0.1:8787 data search '${QUERY}'
  npm run --silent vcp -- --platform http://127.0.0.1:8787 data search '${QUERY}' --download

Your own files:  npm run --silent vcp -- platform import FOLDER
Everything else: docs/platform.md, docs/data.md, and --help of every command.`);
}

async function useIt(url: string): Promise<void> {
  title('2. A search');
  await vcp(url, ['data', 'search', QUERY]);
  const promised = await promisedFiles(url);

  title('3. One of them in full');
  const [first] = await searchAll(url);
  await vcp(url, ['data', 'describe', first?.internal_id ?? '']);

  title('4. The download of all that match');
  const download = ['data', 'search', QUERY, '--download', '--yes', '--outdir', outdir];
  await vcp(url, download);

  title('5. Every checksum, computed here and compared with the catalog');
  await verify(promised);
  const before = await timesOf(promised);

  title('6. The same download again');
  await vcp(url, download);
  if ((await timesOf(promised)) !== before) throw new Error('the second run wrote files again');
  say('Nothing was written: every file is as the first run left it.');
}

/** Every file that the download should bring: those of folders by their lists. */
async function promisedFiles(url: string): Promise<Promised[]> {
  const files: Promised[] = [];
  for (const { locations } of await searchAll(url)) {
    for (const location of locations) {
      const name = basename(decodeURIComponent(new URL(location.url).pathname));
      if (location.url.endsWith('/')) files.push(...(await listed(location.url, name)));
      else files.push({ path: name, size: location.contentSize, sha256: location.sha256 ?? '' });
    }
  }
  return files;
}

async function searchAll(url: string): Promise<z.infer<typeof Page>['data']> {
  const found: z.infer<typeof Page>['data'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({
      query: `${QUERY} AND latest_version:true`,
      limit: '100',
      cursor,
    });
    const page: z.infer<typeof Page> = Page.parse(
      await getJson(`${url}/v1/data/public/search?${query}`),
    );
    found.push(...page.data);
    ({ cursor } = page);
  }
  return found;
}

async function listed(folderUrl: string, name: string): Promise<Promised[]> {
  const files: Promised[] = [];
  let more = '';
  for (;;) {
    const page = Listing.parse(await getJson(`${folderUrl}?list${more}`));
    files.push(...page.files.map((file) => ({ ...file, path: `${name}/${file.path}` })));
    if (page.next === null) return files;
    more = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

async function getJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: ended.signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

/** Compares what is on disk with what was promised: no file more, none less, every byte right. */
async function verify(promised: readonly Promised[]): Promise<void> {
  for (const { path, size, sha256 } of promised) {
    const file = join(outdir, path);
    const digest = createHash('sha256');
    for await (const chunk of createReadStream(file)) digest.update(chunk);
    if ((await stat(file)).size !== size || digest.digest('hex') !== sha256)
      throw new Error(`${path} is not the file that the catalog promised`);
    if (!path.includes('/')) say(`${path}: OK`);
  }
  const entries = await readdir(outdir, { recursive: true, withFileTypes: true });
  const present = entries.filter((entry) => entry.isFile()).length;
  if (promised.length === 0 || present !== promised.length)
    throw new Error(`${promised.length} files were promised and ${present} are there`);
  const bytes = promised.reduce((sum, { size }) => sum + size, 0);
  say(`${promised.length} files, ${bytes} bytes: sizes and SHA-256 all as in the catalog.`);
}

async function timesOf(promised: readonly Promised[]): Promise<string> {
  const stats = await Promise.all(promised.map(({ path }) => stat(join(outdir, path))));
  return stats.map(({ ino, mtimeMs }) => `${ino} ${mtimeMs}`).join('\n');
}

/** Runs a command as a person would, and shows it and what it says. */
async function vcp(url: string, args: readonly string[]): Promise<void> {
  const child = start(args, url);
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== 0) throw new Error(`vcp ${args.join(' ')} ended with ${exitCode}`);
}

function start(args: readonly string[], url?: string) {
  const shown = args.map((arg) => (/^[\w./:-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ');
  say(`$ vcp ${shown}`);
  const pipe = url === undefined ? 'pipe' : 'inherit';
  return spawn(process.execPath, [VCP, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      VCP_HOME: home,
      VCP_NO_UPDATE_CHECK: '1',
      ...(url === undefined ? {} : { VCP_PLATFORM: url }),
    },
    stdio: [url === undefined ? 'pipe' : 'ignore', pipe, 'inherit'],
    signal: ended.signal,
    killSignal: 'SIGINT',
  });
}

async function firstLine(platform: ReturnType<typeof start>): Promise<string> {
  if (platform.stdout === null) throw new TypeError('the platform has no stdout');
  const lines = createInterface({ input: platform.stdout });
  const exited = once(platform, 'exit').then(([exitCode]) => {
    throw new Error(`the platform ended with ${exitCode} before it answered`);
  });
  const [line] = await Promise.race([once(lines, 'line', { signal: ended.signal }), exited]);
  return String(line);
}

/** Stops the platform as Ctrl-C would, and waits until it is gone. */
async function stop(platform: ReturnType<typeof start>): Promise<void> {
  if (platform.exitCode !== null) return;
  const exited = once(platform, 'exit');
  platform.kill('SIGINT');
  const kill = setTimeout(() => platform.kill('SIGKILL'), 15_000);
  const [exitCode] = await exited;
  clearTimeout(kill);
  if (exitCode !== 0 && !ended.signal.aborted)
    throw new Error(`the platform ended with ${exitCode}`);
}

function title(text: string): void {
  say(`\n── ${text}\n`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
