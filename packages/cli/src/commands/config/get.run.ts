import { NotFound } from '@vcp/schema/errors';
import { loadConfig } from '../../config/index.ts';
import type { ConfigKey } from '../../config/keys.ts';
import type { VcpContext } from '../../context.ts';
import { escapeText } from '../../output/escape.ts';
import { printJson } from '../../output/json.ts';
import type { GetFlags } from './get.ts';
import { shownValue } from './settings-text.ts';

/** Prints the value of one key; throws {@link NotFound} where it is not set. */
export async function runGet(this: VcpContext, flags: GetFlags, key: ConfigKey): Promise<void> {
  const value = shownValue(await loadConfig(this), key, flags.showSecrets);
  if (flags.json) return printJson(this, value);
  if (value === null) {
    throw new NotFound(`${key} is not set`, { hint: `Set it with vcp config set ${key} VALUE.` });
  }
  const lines = typeof value === 'object' ? value : [String(value)];
  for (const line of lines) this.process.stdout.write(`${escapeText(line)}\n`);
}
