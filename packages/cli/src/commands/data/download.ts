import { buildCommand } from '../../help/build-command.ts';
import { type DownloadFlags, downloadAliases, downloadFlags } from './download-flags.ts';
import { jsonFlag } from './output-format.ts';
import { type QueryFlags, queryFlags } from './query-flags.ts';

export interface DownloadCommandFlags extends QueryFlags, DownloadFlags {
  readonly id: readonly string[];
  readonly query?: string;
}

/** Declares `vcp data download`. */
export const downloadCommand = buildCommand<DownloadCommandFlags, []>({
  loader: async () => (await import('./download.run.ts')).runDownload,
  parameters: {
    flags: {
      id: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        default: [],
        placeholder: 'ID',
        brief: 'A dataset to fetch; may be given several times',
      },
      query: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'TEXT',
        brief: 'Fetch all datasets that this finds, as search --download does',
      },
      ...queryFlags,
      ...downloadFlags,
      json: jsonFlag,
    },
    aliases: { ...downloadAliases, q: 'query', e: 'exact' },
  },
  docs: {
    brief: 'Fetch the files of datasets, verified, going on where it stopped',
    fullDescription:
      'Give --id or --query. A file gets its name only when it is complete and its checksum is right; run the same command again to go on after an interruption or a failure. --exact, --namespace and the version options narrow --query.',
  },
  examples: [
    { input: '--id 6a1f2c3d-0000-4000-8000-000000000001 -o data', brief: 'One dataset' },
    { input: '--query "tissue:lung" --extension h5ad --dry-run', brief: 'What would be fetched' },
    { input: '--query "tissue:lung" --yes --json', brief: 'From a script' },
  ],
});
