import { readUploadStates, statusOf, type UploadState } from '../../cache/upload-states.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note, warn } from '../../output/notes.ts';
import { type Column, printTable } from '../../output/table.ts';
import type { HistoryFlags } from './history.ts';

const FAILED_SHOWN = 3;

/** Prints the remembered uploads, the newest first. */
export async function runHistory(this: VcpContext, flags: HistoryFlags): Promise<void> {
  const all = await readUploadStates(this, (name) => {
    warn(this, `the upload state ${name} cannot be understood`);
  });
  const shown = all.slice(0, flags.limit);
  if (flags.json) {
    const uploads = shown.map(({ file, ...state }) => ({
      ...state,
      status: statusOf(state),
      path: file.path,
    }));
    printJson(this, { uploads, total: all.length });
    return;
  }
  if (shown.length === 0) {
    note(this, 'no uploads are remembered');
    return;
  }
  const columns: Column[] = [
    { header: 'Model', id: true },
    { header: 'Version' },
    { header: 'Status' },
    { header: 'Files', align: 'right' },
    { header: 'Last updated' },
  ];
  if (flags.verbose) {
    columns.push({ header: 'Started' }, { header: 'Data', flexible: 'wrap' });
    columns.push({ header: 'Failed', flexible: 'wrap' });
  }
  printTable(
    this,
    columns,
    shown.map((state) => rowOf(state, flags.verbose)),
  );
}

function rowOf(state: UploadState, verbose: boolean): string[] {
  const row = [
    state.model,
    state.version,
    statusOf(state),
    String(state.completedFiles),
    state.lastUpdated ?? 'unknown',
  ];
  if (!verbose) return row;
  const more = state.failedFiles.length - FAILED_SHOWN;
  const failed = state.failedFiles.slice(0, FAILED_SHOWN).join(', ');
  const rest = more > 0 ? ` and ${more} more` : '';
  return [...row, state.startedAt ?? 'unknown', state.dataPath ?? 'unknown', `${failed}${rest}`];
}
