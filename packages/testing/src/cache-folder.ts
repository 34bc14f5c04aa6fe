import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where servers and environments that take minutes to get are kept from run to run, outside the
 * source tree: `VCP_TEST_CACHE`, else `vcp-dev` in the user's cache folder.
 */
export async function cacheFolder(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const root =
    env.VCP_TEST_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vcp-dev');
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  return folder;
}
