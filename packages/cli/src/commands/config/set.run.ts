import { resolve } from 'node:path';
import { UsageError } from '@vcp/schema/errors';
import { writeAtomically } from '../../atomic-write.ts';
import { checkText } from '../../config/check-value.ts';
import { withSetting } from '../../config/edit.ts';
import { homeConfigPath } from '../../config/index.ts';
import { type ConfigKey, variableOf } from '../../config/keys.ts';
import { readConfigFile } from '../../config/read-file.ts';
import type { VcpContext } from '../../context.ts';
import { note, warn } from '../../output/notes.ts';

const MAX_INPUT = 64 * 1024;

/** Writes one setting into the user's file (or that of `--config`), all of it or nothing. */
export async function runSet(
  this: VcpContext,
  _flags: unknown,
  key: ConfigKey,
  text: string,
): Promise<void> {
  const checked = checkText(key, text === '-' ? await firstLineOf(this.stdin) : text);
  if ('wants' in checked) {
    throw new UsageError(`${key} must be ${checked.wants}`, { hint: 'Nothing was changed.' });
  }
  const named = this.globals.config;
  const path = named === null ? homeConfigPath(this) : resolve(this.cwd, named);
  const before = (await readConfigFile(path)) ?? '';
  await writeAtomically(path, withSetting(before, path, key, checked.value));
  note(this, `set ${key} in ${path}`);
  if (this.env[variableOf(key)]) {
    warn(this, `the variable ${variableOf(key)} is set and wins over the file`);
  }
}

async function firstLineOf(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MAX_INPUT) break;
  }
  return (text.split('\n', 1)[0] ?? '').replace(/\r$/, '');
}
