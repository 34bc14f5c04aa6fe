import { ConfigError } from '@vcp/schema/errors';
import { checkText } from './check-value.ts';
import { type AnyValue, CONFIG_KEY_NAMES, type ConfigKey, variableOf } from './keys.ts';
import type { Origin } from './origin.ts';
import type { ParsedFile } from './parse.ts';

/** The values that one place (a file, the variables, the flags) sets. */
export type Layer = ReadonlyMap<ConfigKey, { readonly value: AnyValue; readonly origin: Origin }>;

/** What a file sets. */
export function fileLayer(
  file: ParsedFile,
  path: string,
  source: 'home' | 'folder' | 'file',
): Layer {
  const layer = new Map<ConfigKey, { value: AnyValue; origin: Origin }>();
  for (const [key, { value, line }] of file.settings) {
    layer.set(key, { value, origin: { source, name: path, line, derived: false } });
  }
  return withPlatform(layer);
}

/** What the `VCP_*` variables set; an empty variable sets nothing. Throws {@link ConfigError}. */
export function variableLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  const layer = new Map<ConfigKey, { value: AnyValue; origin: Origin }>();
  for (const key of CONFIG_KEY_NAMES) {
    const name = variableOf(key);
    const text = env[name];
    if (text === undefined || text === '') continue;
    const origin: Origin = { source: 'variable', name, line: null, derived: false };
    layer.set(key, { value: accepted(key, text, `the variable ${name}`), origin });
  }
  return withPlatform(layer);
}

/** What `--platform URL` sets. Throws {@link ConfigError}. */
export function flagLayer(platform: string | null): Layer {
  if (platform === null) return new Map();
  const value = accepted('platform.url', platform, '--platform');
  const origin: Origin = { source: 'flag', name: '--platform', line: null, derived: false };
  return withPlatform(new Map([['platform.url', { value, origin }]]));
}

/** Adds the base URLs that follow from `platform.url`, where the same place does not set them. */
function withPlatform(layer: Layer): Layer {
  const platform = layer.get('platform.url');
  if (platform === undefined) return layer;
  const url = String(platform.value).replace(/\/+$/, '');
  const origin: Origin = { ...platform.origin, derived: true };
  return new Map([
    ['data_api.base_url', { value: `${url}/v1/data`, origin }],
    ['models.base_url', { value: `${url}/`, origin }],
    ['benchmarks_api.base_url', { value: `${url}/`, origin }],
    ...layer,
  ]);
}

function accepted(key: ConfigKey, text: string, what: string): AnyValue {
  const checked = checkText(key, text);
  if ('value' in checked) return checked.value;
  throw new ConfigError(`${what} must be ${checked.wants}`, { hint: `It sets ${key}.` });
}
