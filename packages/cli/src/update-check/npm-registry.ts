import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Asks npm for its registry; null where there is no npm or it does not say. */
export type AskNpm = (signal: AbortSignal) => Promise<string | null>;

/**
 * The registry that npm uses here: `npm_config_registry`, else `registry=` in the user's `.npmrc`,
 * else what npm answers. null where none of them names a safe URL: https, or http on this machine.
 */
export async function findRegistry(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  askNpm: AskNpm = askInstalledNpm,
): Promise<URL | null> {
  const given = env.npm_config_registry || env.NPM_CONFIG_REGISTRY || (await fromNpmrc(env));
  return safeUrl(given ?? (await askNpm(signal)));
}

async function fromNpmrc(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const path = env.npm_config_userconfig || join(env.HOME || homedir(), '.npmrc');
  try {
    return /^\s*registry\s*=\s*"?([^\s"]+)/m.exec(await readFile(path, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

async function askInstalledNpm(signal: AbortSignal): Promise<string | null> {
  // On Windows npm is a script that only a shell can start.
  if (process.platform === 'win32') return null;
  const [{ execFile }, { promisify }] = await Promise.all([
    import('node:child_process'),
    import('node:util'),
  ]);
  try {
    const options = { signal, cwd: homedir() };
    const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], options);
    return stdout.trim();
  } catch {
    return null;
  }
}

function safeUrl(text: string | null): URL | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text.endsWith('/') ? text : `${text}/`);
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback);
  return safe && url.username === '' && url.password === '' ? url : null;
}
