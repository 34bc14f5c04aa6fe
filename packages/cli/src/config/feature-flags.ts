import { join, resolve } from 'node:path';
import { UsageError } from '@vcp/schema/errors';
import type { VcpContext } from '../context.ts';
import type { ConfigKey } from './keys.ts';
import { homeConfigPath, loadConfig } from './load.ts';
import { describeOrigin } from './origin.ts';
import { readConfigFile } from './read-file.ts';

const FLAGS: Readonly<Record<string, ConfigKey>> = {
  data: 'feature_flags.data_command',
  model: 'feature_flags.model_command',
  benchmarks: 'feature_flags.benchmarks_command',
  'data credentials': 'feature_flags.data_subcommands.credentials',
};

/**
 * Throws a {@link UsageError} when the configuration switches a command off. `path` is the group and
 * the command, for instance `['data', 'search']`.
 */
export async function refuseSwitchedOff(
  context: VcpContext,
  path: readonly string[],
): Promise<void> {
  const keys = [path[0], path.slice(0, 2).join(' ')].flatMap((name) => FLAGS[name ?? ''] ?? []);
  if (keys.length === 0 || !(await mentionsFlags(context))) return;
  const config = await loadConfig({ ...context, globals: { ...context.globals, quiet: true } });
  for (const key of keys) {
    if (config.value(key) !== false) continue;
    throw new UsageError(`vcp ${path.join(' ')} is switched off by ${key}`, {
      hint: `It is set in ${describeOrigin(config.origin(key))}.`,
    });
  }
}

/** Most people set no flags; then the configuration need not be parsed here. */
async function mentionsFlags(context: VcpContext): Promise<boolean> {
  if (Object.keys(context.env).some((name) => name.startsWith('VCP_FEATURE_FLAGS_'))) return true;
  const { cwd, globals } = context;
  const paths = [homeConfigPath(context), join(cwd, 'config.yaml')];
  if (globals.config !== null) paths.push(resolve(cwd, globals.config));
  for (const path of paths) {
    const text = await readConfigFile(path).catch(() => null);
    if (text?.includes('feature_flags')) return true;
  }
  return false;
}
