import { readPreview } from '@vcp/client';
import { BadAnswer } from '@vcp/schema';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note, warn } from '../../output/notes.ts';
import { printPairs } from '../../output/table.ts';
import { openBrowser } from './browser.ts';
import { checkedDatasetId } from './dataset-id.ts';
import { openPlatform } from './open-platform.ts';
import type { PreviewFlags } from './preview.ts';

/** Prints where a dataset can be looked at, and opens it when asked. */
export async function runPreview(this: VcpContext, flags: PreviewFlags, id: string): Promise<void> {
  checkedDatasetId(id);
  const { platform } = await openPlatform(this);
  const preview = await readPreview(platform, id, this.signal);
  const url = viewerUrl(preview.neuroglancer_url);
  const zarrFiles = preview.zarr_files;
  if (flags.json) printJson(this, { id, label: preview.dataset_label, url, zarrFiles });
  else {
    printPairs(this, [
      ['Dataset', preview.dataset_label],
      ['Dataset ID', preview.dataset_id],
      ['Zarr Files', String(zarrFiles.length)],
      ['Viewer', url],
    ]);
    if (zarrFiles.length > 1) note(this, 'The viewer shows each zarr file as a layer.');
  }
  if (!flags.open) return;
  const failure = await openBrowser(url, { platform: process.platform, env: this.env });
  if (failure !== null)
    warn(this, `no browser could be started (${failure}); open the address yourself`);
}

/** Only a web address is printed as a link or given to a browser. */
function viewerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new BadAnswer('the platform named a viewer that is no web address', {
    hint: 'Tell the operators of the platform.',
  });
}
