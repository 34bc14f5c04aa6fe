import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FileExists } from '@vcp/schema/errors';
import { CONFIG_KEY_NAMES, definitionOf, variableOf } from '../../config/keys.ts';

/**
 * Writes a file in which every key stands as a comment with its built-in value, readable only by the
 * user, and tells its path. Throws {@link FileExists} where a file is; nothing is overwritten.
 */
export async function initConfig(file: string, cwd: string): Promise<string> {
  const path = resolve(cwd, file);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, template(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new FileExists(`${path} is there already; it was left as it is`, {
        hint: 'Change it with vcp config set KEY VALUE, or name another file with --config.',
        cause: error,
      });
    }
    throw error;
  }
  return path;
}

/** The text that {@link initConfig} writes: valid YAML that sets nothing. */
export function template(): string {
  const lines = [
    '# Settings of vcp. Take the # away from a section and from what you want to change in it.',
    '# The same can be set for one command by the variable named beside each key.',
  ];
  let open: readonly string[] = [];
  for (const key of CONFIG_KEY_NAMES) {
    const { brief, builtIn } = definitionOf(key);
    const path = key.split('.');
    const sections = path.slice(0, -1);
    if (sections[0] !== open[0]) lines.push('');
    for (const [depth, section] of sections.entries()) {
      if (open.slice(0, depth + 1).join('.') === sections.slice(0, depth + 1).join('.')) continue;
      lines.push(`# ${'  '.repeat(depth)}${section}:`);
    }
    open = sections;
    const indent = '  '.repeat(sections.length);
    lines.push(`# ${indent}# ${brief} (${variableOf(key)})`);
    lines.push(`# ${indent}${path.at(-1)}: ${JSON.stringify(builtIn)}`);
  }
  return `${lines.join('\n')}\n`;
}
