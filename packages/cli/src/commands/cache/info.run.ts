import { formatSize } from '@vcp/schema/size';
import { AREA_NAMES } from '../../cache/area-names.ts';
import { readArea, sizeOf } from '../../cache/areas.ts';
import { readUploadStates, statusOf } from '../../cache/upload-states.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { warn } from '../../output/notes.ts';
import { printTable } from '../../output/table.ts';
import type { InfoFlags } from './info.ts';

const RECENT_UPLOADS = 5;

/** Prints each kind of kept files with place, number and size, and the last five uploads. */
export async function runInfo(this: VcpContext, flags: InfoFlags): Promise<void> {
  const areas = await Promise.all(AREA_NAMES.map((name) => readArea(this, name)));
  const uploads = await readUploadStates(this, (name) => {
    warn(this, `the upload state ${name} cannot be understood`);
  });
  const recent = uploads.slice(0, RECENT_UPLOADS);
  const total = sizeOf(areas.flatMap((area) => area.files));
  if (flags.json) {
    printJson(this, {
      areas: areas.map(({ name, locations, files }) => ({
        name,
        locations,
        files: files.length,
        bytes: sizeOf(files),
      })),
      bytes: total,
      recentUploads: recent.map(({ model, version, lastUpdated }) => ({
        model,
        version,
        lastUpdated,
      })),
    });
    return;
  }
  printTable(
    this,
    [
      { header: 'Type', id: true },
      { header: 'What', flexible: 'wrap', dropOrder: 1 },
      { header: 'Files', align: 'right' },
      { header: 'Size', align: 'right' },
      { header: 'Location', flexible: 'wrap', minimum: 20 },
    ],
    [
      ...areas.map(({ name, brief, locations, files }) => [
        name,
        brief,
        String(files.length),
        formatSize(sizeOf(files)),
        locations.join(' '),
      ]),
      ['total', '', String(areas.flatMap((area) => area.files).length), formatSize(total), ''],
    ],
  );
  if (recent.length === 0) return;
  this.process.stdout.write('\n');
  printTable(
    this,
    [{ header: 'Recent upload', id: true }, { header: 'Status' }, { header: 'Last updated' }],
    recent.map((state) => [
      `${state.model} ${state.version}`,
      statusOf(state),
      state.lastUpdated ?? 'unknown',
    ]),
  );
}
