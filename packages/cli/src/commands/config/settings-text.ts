import { isSecretName, redact } from '@vcp/schema/redact';
import type { Config } from '../../config/config.ts';
import {
  type AnyValue,
  CONFIG_KEY_NAMES,
  type ConfigKey,
  definitionOf,
} from '../../config/keys.ts';
import { describeOrigin } from '../../config/origin.ts';
import { escapeText } from '../../output/escape.ts';
import { toJson } from '../../output/json.ts';

/** What of the configuration is shown, and how. */
export interface ShownSettings {
  readonly config: Config;
  readonly secrets: boolean;
  readonly origins: boolean;
}

const MASK = '****';

/** The value of a key as it may be shown: secrets masked by the key's name and by what they look like. */
export function shownValue(config: Config, key: ConfigKey, secrets: boolean): AnyValue {
  const value = config.value(key);
  if (secrets || value === null || value === '') return value;
  if (typeof value !== 'string') return value;
  return definitionOf(key).secret === true || isSecretName(key) ? MASK : redact(value);
}

/** The configuration as YAML that can be read again; origins are comments. */
export function settingsYaml({ config, secrets, origins }: ShownSettings): string {
  const lines: string[] = [];
  let open: readonly string[] = [];
  for (const key of [...CONFIG_KEY_NAMES].sort()) {
    const path = key.split('.');
    const sections = path.slice(0, -1);
    for (const [depth, section] of sections.entries()) {
      if (open.slice(0, depth + 1).join('.') === sections.slice(0, depth + 1).join('.')) continue;
      lines.push(`${'  '.repeat(depth)}${section}:`);
      open = sections.slice(0, depth + 1);
    }
    open = sections;
    const origin = origins ? `  # ${escapeText(describeOrigin(config.origin(key)))}` : '';
    const value = yamlValue(shownValue(config, key, secrets));
    lines.push(`${'  '.repeat(sections.length)}${path.at(-1)}: ${value}${origin}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The configuration as a tree; with origins, each value is `{ value, origin }`. */
export function settingsJson({ config, secrets, origins }: ShownSettings): unknown {
  const tree: Tree = {};
  for (const key of CONFIG_KEY_NAMES) {
    const value = shownValue(config, key, secrets);
    const leaf = origins ? { value, origin: describeOrigin(config.origin(key)) } : value;
    place(tree, key.split('.'), leaf);
  }
  return tree;
}

interface Tree {
  [name: string]: Tree | unknown;
}

function place(tree: Tree, path: readonly string[], leaf: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    tree[name] = leaf;
    return;
  }
  const branch: Tree = isTree(tree[name]) ? tree[name] : {};
  tree[name] = branch;
  place(branch, rest, leaf);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function yamlValue(value: AnyValue): string {
  if (
    typeof value === 'string' &&
    /^[A-Za-z][\w./:@{}-]*$/.test(value) &&
    !/[:{]$|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)
  ) {
    return value;
  }
  // JSON is YAML too.
  return typeof value === 'object' && value !== null
    ? `[${value.map((part) => yamlValue(part)).join(', ')}]`
    : toJson(value, 0);
}
