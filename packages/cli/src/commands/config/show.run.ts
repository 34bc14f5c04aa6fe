import { UsageError } from '@vcp/schema/errors';
import { homeConfigPath, loadConfig } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note } from '../../output/notes.ts';
import { initConfig } from './init.ts';
import { settingsJson, settingsYaml } from './settings-text.ts';
import type { ShowFlags } from './show.ts';

/** Prints the merged configuration on stdout; with `--init` writes a file to start from instead. */
export async function runShow(this: VcpContext, flags: ShowFlags): Promise<void> {
  if (flags.showSecrets && flags.hideSecrets) {
    throw new UsageError('--show-secrets and --hide-secrets contradict each other', {
      hint: 'Give one of them.',
    });
  }
  const named = flags.config ?? this.globals.config;
  if (flags.init) {
    const path = await initConfig(named ?? homeConfigPath(this), this.cwd);
    note(this, `wrote ${path}`);
    return;
  }
  const config = await loadConfig({ ...this, globals: { ...this.globals, config: named } });
  const shown = { config, secrets: flags.showSecrets, origins: flags.showOrigin };
  if (flags.json || flags.format === 'json') printJson(this, settingsJson(shown));
  else this.process.stdout.write(settingsYaml(shown));
}
