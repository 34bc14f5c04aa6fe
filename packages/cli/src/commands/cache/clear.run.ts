import { formatSize } from '@vcp/schema/size';
import { AREA_NAMES } from '../../cache/area-names.ts';
import { readArea, sizeOf } from '../../cache/areas.ts';
import { deleteFiles } from '../../cache/files-on-disk.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note } from '../../output/notes.ts';
import { printTable } from '../../output/table.ts';
import type { ClearFlags } from './clear.ts';
import { confirmDeletion } from './confirm-deletion.ts';

/** Deletes the files of the named types, after asking; with `--dry-run` only lists them. */
export async function runClear(this: VcpContext, flags: ClearFlags): Promise<void> {
  const names = flags.type === 'all' ? AREA_NAMES : [flags.type];
  const areas = await Promise.all(names.map((name) => readArea(this, name)));
  const files = areas.flatMap((area) => area.files);
  const summary = `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${formatSize(sizeOf(files))}`;
  if (files.length > 0 && !flags.dryRun) {
    const question = `Delete ${summary} (${names.join(', ')})?`;
    if (!(await confirmDeletion(this, flags, question))) {
      note(this, 'nothing was deleted');
      return;
    }
    const keep = areas.flatMap((area) => area.locations);
    await deleteFiles(files, keep);
  }
  if (flags.json) {
    const listed = files.map(({ path, bytes }) => ({ path, bytes }));
    printJson(this, { dryRun: flags.dryRun, bytes: sizeOf(files), files: listed });
    return;
  }
  if (flags.dryRun) {
    const rows = files.map(({ path, bytes }) => [path, formatSize(bytes)]);
    printTable(
      this,
      [
        { header: 'File', id: true },
        { header: 'Size', align: 'right' },
      ],
      rows,
    );
    note(this, `would delete ${summary}`);
    return;
  }
  note(this, files.length === 0 ? 'there was nothing to delete' : `deleted ${summary}`);
}
