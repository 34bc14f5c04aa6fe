import { buildGroup } from '../../help/build-group.ts';
import { credentialsCommand } from './credentials.ts';
import { describeCommand } from './describe.ts';
import { downloadCommand } from './download.ts';
import { metadataListCommand } from './metadata-list.ts';
import { previewCommand } from './preview.ts';
import { searchCommand } from './search.ts';
import { summaryCommand } from './summary.ts';

/** Declares `vcp data`. */
export const dataGroup = buildGroup({
  brief: 'Find datasets and fetch their files, verified',
  examples: [
    { input: 'search "tissue:lung"', brief: 'Find datasets' },
    { input: 'describe DATASET_ID', brief: 'Look at one' },
    { input: 'download --id DATASET_ID -o data', brief: 'Fetch it' },
  ],
  routes: {
    search: searchCommand,
    describe: describeCommand,
    summary: summaryCommand,
    metadataList: metadataListCommand,
    preview: previewCommand,
    download: downloadCommand,
    credentials: credentialsCommand,
  },
});
