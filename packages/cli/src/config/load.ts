import { join, resolve } from 'node:path';
import { ConfigError } from '@vcp/schema/errors';
import type { VcpContext } from '../context.ts';
import { didYouMean } from '../nearest.ts';
import { note, warn } from '../output/notes.ts';
import { Config } from './config.ts';
import { CONFIG_KEY_NAMES, definitionOf } from './keys.ts';
import { fileLayer, flagLayer, type Layer, variableLayer } from './layer.ts';
import { describeOrigin } from './origin.ts';
import type { ParsedFile } from './parse.ts';
import { readConfigFile } from './read-file.ts';

const NOTHING: Layer = new Map();
const MAYBE_OURS =
  /^(?:data_api|models|benchmarks_api|aws|databricks|feature_flags|platform|transfer)\s*:/m;
const SURELY_OURS = /^(?:data_api|benchmarks_api|feature_flags)\s*:/m;

/** The user's own configuration file. */
export function homeConfigPath(context: Pick<VcpContext, 'home'>): string {
  return join(context.home, 'config.yaml');
}

/**
 * Reads the configuration: flags, then `VCP_*` variables, then the file of `--config`, then
 * `./config.yaml`, then `~/.vcp/config.yaml`, then the built-in values; the first that sets a key
 * wins. Unknown keys are warned about. A `./config.yaml` that sets no key of ours is somebody
 * else's and ignored; one that changes where requests go is announced. Throws {@link ConfigError}.
 */
export async function loadConfig(context: VcpContext): Promise<Config> {
  const homePath = homeConfigPath(context);
  const folderPath = join(context.cwd, 'config.yaml');
  const named =
    context.globals.config === null ? null : resolve(context.cwd, context.globals.config);
  const home = await readLayer(context, homePath, 'home');
  const folder =
    folderPath === homePath || folderPath === named
      ? NOTHING
      : await readFolderLayer(context, folderPath);
  const file = named === null ? NOTHING : await readLayer(context, named, 'file');
  const layers = [
    home,
    folder,
    file,
    variableLayer(context.env),
    flagLayer(context.globals.platform),
  ];
  const config = new Config(layers);
  announceRedirects(context, config);
  return config;
}

async function readLayer(
  context: VcpContext,
  path: string,
  source: 'home' | 'file',
): Promise<Layer> {
  const text = await readConfigFile(path);
  if (text === null && source === 'file') {
    throw new ConfigError(`there is no configuration file ${path}`, {
      hint: 'Check --config and VCP_CONFIG, or write one with vcp config --init.',
    });
  }
  if (text === null || text.trim() === '') return NOTHING;
  const { parseConfig } = await import('./parse.ts');
  const parsed = parseConfig(text, path);
  warnAboutUnknown(context, parsed, path);
  return fileLayer(parsed, path, source);
}

async function readFolderLayer(context: VcpContext, path: string): Promise<Layer> {
  let text: string | null = null;
  try {
    text = await readConfigFile(path);
    if (text === null || !MAYBE_OURS.test(text)) return NOTHING;
    const { parseConfig } = await import('./parse.ts');
    const parsed = parseConfig(text, path);
    if (parsed.settings.size === 0) return NOTHING;
    warnAboutUnknown(context, parsed, path);
    return fileLayer(parsed, path, 'folder');
  } catch (error) {
    if (!(error instanceof ConfigError) || (text !== null && SURELY_OURS.test(text))) throw error;
    warn(context, `ignored ./config.yaml, which seems not to be for vcp: ${error.message}`);
    return NOTHING;
  }
}

function warnAboutUnknown(context: VcpContext, parsed: ParsedFile, path: string): void {
  if (parsed.unknown.length === 0) return;
  const parts = parsed.unknown.map(({ key, line }) => {
    const near = didYouMean(key, CONFIG_KEY_NAMES);
    return `${key} (line ${line}${near === null ? '' : `; ${near}`})`;
  });
  warn(context, `${path} has unknown keys: ${parts.join(', ')}`);
}

function announceRedirects(context: VcpContext, config: Config): void {
  for (const key of CONFIG_KEY_NAMES) {
    const origin = config.origin(key);
    if (origin.source !== 'folder' || origin.derived || definitionOf(key).redirects !== true)
      continue;
    note(
      context,
      `note: ${key} is ${config.value(key)} (${describeOrigin(origin)}); a stored sign-in is not sent there unless you name that file with --config`,
    );
  }
}
