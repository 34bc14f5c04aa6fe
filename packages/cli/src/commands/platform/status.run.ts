import { formatSize } from '@vcp/schema/size';
import { loadConfig } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { printPairs } from '../../output/table.ts';
import { platformPlace } from './place.ts';
import type { StatusFlags } from './status.ts';

const SCHEMA_TEXT = {
  none: 'not set up; vcp platform serve or import does it',
  current: 'up to date',
  outdated: 'older than this program; vcp platform migrate brings it up to date',
  refused: 'cannot be used',
} as const;

/** Prints what there is of a platform. */
export async function runStatus(this: VcpContext, flags: StatusFlags): Promise<void> {
  const config = await loadConfig(this);
  const platform = await import('@vcp/platform');
  const place = platformPlace(this, config, flags);
  const status = await platform.readPlatformStatus(place);
  if (flags.json) {
    printJson(this, { dataDir: place.dataDir, ...status });
    return;
  }
  const { contents } = status;
  const inDatabase =
    place.databaseUrl === null ? platform.databaseFile(place.dataDir) : 'PostgreSQL';
  printPairs(this, [
    ['Data folder', place.dataDir],
    ['Database', inDatabase],
    ['Schema', status.problem ?? SCHEMA_TEXT[status.schema]],
    ...(contents === null
      ? []
      : ([
          ['Datasets', `${contents.datasets} (${contents.publicDatasets} public)`],
          ['Files', `${contents.files} (${formatSize(contents.bytes)})`],
        ] as const)),
    [
      'Access token',
      status.hasAccessToken ? platform.accessTokenFile(place.dataDir) : 'none yet; serve makes one',
    ],
  ]);
}
