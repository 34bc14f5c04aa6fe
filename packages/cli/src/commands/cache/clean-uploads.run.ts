import { uploadsFolder } from '../../cache/areas.ts';
import { deleteFiles } from '../../cache/files-on-disk.ts';
import { readUploadStates } from '../../cache/upload-states.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note, warn } from '../../output/notes.ts';
import { printTable } from '../../output/table.ts';
import type { CleanUploadsFlags } from './clean-uploads.ts';
import { confirmDeletion } from './confirm-deletion.ts';

/** Deletes the remembered uploads of exactly the given model and version, after asking. */
export async function runCleanUploads(this: VcpContext, flags: CleanUploadsFlags): Promise<void> {
  const states = await readUploadStates(this, (name) => {
    warn(this, `the upload state ${name} cannot be understood, and is left`);
  });
  const chosen = states.filter(
    ({ model, version }) =>
      (flags.model === undefined || flags.model === model) &&
      (flags.version === undefined || flags.version === version),
  );
  const summary = `${chosen.length} upload ${chosen.length === 1 ? 'state' : 'states'}`;
  if (chosen.length > 0 && !flags.dryRun) {
    if (!(await confirmDeletion(this, flags, `Delete ${summary}?`))) {
      note(this, 'nothing was deleted');
      return;
    }
    const files = chosen.map((state) => state.file);
    await deleteFiles(files, [uploadsFolder(this.env)]);
  }
  const listed = chosen.map(({ model, version, file }) => ({ model, version, path: file.path }));
  if (flags.json) {
    printJson(this, { dryRun: flags.dryRun, uploads: listed });
  } else if (chosen.length === 0) {
    note(this, 'no such upload is remembered');
  } else {
    const columns = [{ header: 'Model', id: true }, { header: 'Version' }, { header: 'File' }];
    printTable(
      this,
      columns,
      listed.map(({ model, version, path }) => [model, version, path]),
    );
    note(this, flags.dryRun ? `would delete ${summary}` : `deleted ${summary}`);
  }
}
