import { resolve } from 'node:path';
import type { ImportEvent, ImportRemark } from '@vcp/platform';
import { InputError, PartlyDone } from '@vcp/schema/errors';
import { loadConfig } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note, warn } from '../../output/notes.ts';
import type { ImportFlags } from './import.ts';
import { platformPlace } from './place.ts';
import { s3Environment, s3Options } from './s3-flags.ts';

/**
 * Imports and says how many datasets came. Some refused: exit 8, and none came at all: exit 1; the
 * reasons are on stderr, and with `--json` also in the answer.
 */
export async function runImport(
  this: VcpContext,
  flags: ImportFlags,
  source: string,
): Promise<void> {
  const config = await loadConfig(this);
  const platform = await import('@vcp/platform');
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(source);
  const remarks: ImportRemark[] = [];
  const summary = await platform.importSource(
    platformPlace(this, config, flags),
    isAddress ? source : resolve(this.cwd, source),
    {
      namespace: flags.namespace,
      domain: flags.domain,
      s3: platform.readS3Connection(s3Options(flags, config), s3Environment(this.env, config)),
      signal: this.signal,
      onEvent: (event) => {
        if (event.kind !== 'dataset' && remarks.length < MOST_REMARKS) remarks.push(event);
        announce(this, event);
      },
    },
  );
  if (flags.json) printJson(this, { ...summary, remarks });
  else
    this.process.stdout.write(
      `${summary.added} added, ${summary.updated} updated, ${summary.refused} refused\n`,
    );
  const done = summary.added + summary.updated;
  if (summary.refused > 0 && done > 0)
    throw new PartlyDone(`${summary.refused} of ${summary.refused + done} were refused`, {
      hint: 'The reasons are above. Importing again takes only what has become good.',
    });
  if (done === 0)
    throw new InputError(`there is nothing in ${source} that could be imported`, {
      hint: 'Known are .h5ad, .zarr, .csv, .tsv and .npy, and Croissant documents (.json, .jsonl).',
    });
}

// With --json they are kept until the end.
const MOST_REMARKS = 10_000;

function announce(context: VcpContext, event: ImportEvent): void {
  if (event.kind === 'dataset') note(context, `found ${event.dataset.name}`);
  else if (event.kind === 'refused') warn(context, `refused ${event.source}: ${event.reason}`);
  else note(context, `note: ${event.source}: ${event.reason}`);
}
