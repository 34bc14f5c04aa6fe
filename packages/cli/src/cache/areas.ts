import { homedir } from 'node:os';
import { join } from 'node:path';
import type { VcpContext } from '../context.ts';
import type { AreaName } from './area-names.ts';
import { type FileOnDisk, filesBelow, filesIn } from './files-on-disk.ts';

/** One kind: what it is for, where it lies, and the files that are there. */
export interface Area {
  readonly name: AreaName;
  readonly brief: string;
  readonly locations: readonly string[];
  readonly files: readonly FileOnDisk[];
}

const BRIEFS: Readonly<Record<AreaName, string>> = {
  downloads: 'State of interrupted and finished downloads',
  uploads: 'State of interrupted model uploads',
  benchmarks: 'Benchmark results',
  version: 'Answers about new versions',
};

const VERSION_FILES = ['update-check.json', 'version_check.json'];
const CANDIDATES = /^candidates_.*\.db(?:-journal|-wal|-shm|\.lease|\.collecting-.*)?$/s;

/** The cache folder of the original client, which also keeps upload states for us. */
export function sharedCacheFolder(
  env: VcpContext['env'],
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env.HOME || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'vcp-cli');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'vcp-cli');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'vcp-cli');
}

/** The folder of upload states. */
export function uploadsFolder(env: VcpContext['env']): string {
  return join(sharedCacheFolder(env), 'uploads');
}

/** What lies in an area. Makes no folders and follows no symbolic links. */
export async function readArea(
  context: Pick<VcpContext, 'env' | 'home'>,
  name: AreaName,
): Promise<Area> {
  const shared = sharedCacheFolder(context.env);
  const cache = join(context.home, 'cache');
  const downloads = join(context.home, 'downloads');
  const area = { name, brief: BRIEFS[name] };
  switch (name) {
    case 'downloads': {
      const files = await filesIn(downloads, (file) => CANDIDATES.test(file));
      return { ...area, locations: [downloads], files };
    }
    case 'uploads': {
      const folder = uploadsFolder(context.env);
      return { ...area, locations: [folder], files: await filesBelow(folder) };
    }
    case 'benchmarks': {
      const folder = join(shared, 'benchmarks');
      const results = await filesBelow(cache, { depthOfFirst: 1 });
      const files = [...results, ...(await filesBelow(folder))];
      return { ...area, locations: [cache, folder], files };
    }
    case 'version': {
      const folder = join(shared, 'version');
      const answers = await filesIn(cache, (file) => VERSION_FILES.includes(file));
      const files = [...answers, ...(await filesBelow(folder))];
      return { ...area, locations: [cache, folder], files };
    }
  }
}

/** The bytes of an area's files. */
export function sizeOf(files: readonly FileOnDisk[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
