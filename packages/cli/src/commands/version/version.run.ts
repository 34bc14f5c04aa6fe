import { NetworkError } from '@vcp/schema/errors';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note } from '../../output/notes.ts';
import { PROGRAM } from '../../program.ts';
import { isNewer } from '../../update-check/versions.ts';
import type { VersionFlags } from './version.ts';

const CHECK_MS = 5000;

/** Prints the version, and with `--check` whether there is a newer one. */
export async function runVersion(this: VcpContext, flags: VersionFlags): Promise<void> {
  const { version } = PROGRAM;
  if (!flags.check) {
    if (flags.json) printJson(this, { version, node: process.versions.node });
    else this.process.stdout.write(`vcp version ${version}\n`);
    return;
  }
  const { checkForUpdate } = await import('../../update-check/check.ts');
  const signal = AbortSignal.any([this.signal, AbortSignal.timeout(CHECK_MS)]);
  const { latest, failure, checkedAt } = await checkForUpdate(this, signal);
  if (latest === null) {
    throw new NetworkError(`could not tell whether there is a newer version: ${failure}`, {
      hint: `Asked at ${checkedAt}; it is asked again 24 hours later, or after vcp cache clear --type version.`,
    });
  }
  const updateAvailable = isNewer(latest, version);
  if (flags.json) {
    printJson(this, { version, node: process.versions.node, latest, updateAvailable, checkedAt });
    return;
  }
  this.process.stdout.write(`vcp version ${version}\n`);
  note(this, updateAvailable ? `version ${latest} is there` : 'this is the latest version');
}
