import { buildCommand } from '../../help/build-command.ts';
import { type PlaceFlags, placeFlags } from './place.ts';
import { s3Flags } from './s3-flags.ts';

export interface ImportFlags extends PlaceFlags {
  readonly namespace: string;
  readonly domain: string;
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
  readonly json: boolean;
}

/** Declares `vcp platform import`. */
export const importCommand = buildCommand<ImportFlags, [source: string]>({
  loader: async () => (await import('./import.run.ts')).runImport,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          placeholder: 'SOURCE',
          brief: 'A folder, a Croissant document, or s3://bucket/prefix',
        },
      ],
    },
    flags: {
      ...placeFlags,
      namespace: {
        kind: 'parsed',
        parse: String,
        default: 'local',
        placeholder: 'NAME',
        brief: 'Namespace of datasets that name none',
      },
      domain: {
        kind: 'parsed',
        parse: String,
        default: 'unknown',
        placeholder: 'NAME',
        brief: 'Domain of datasets that name none',
      },
      s3Endpoint: { ...s3Flags.s3Endpoint, brief: 'The S3 service of an s3:// source, unless AWS' },
      s3Region: s3Flags.s3Region,
      json: { kind: 'boolean', default: false, brief: 'Print what became of it as JSON' },
    },
  },
  examples: [
    { input: '~/data', brief: 'Every h5ad, zarr, csv and npy in a folder; nothing is copied' },
    { input: 'catalog.jsonl --namespace ours', brief: 'Croissant JSON-LD, one a line' },
    { input: 's3://bucket/atlas --s3-endpoint https://s3.example.org', brief: 'What is in S3' },
  ],
  docs: {
    brief: 'Add datasets to the catalog; importing again updates them',
    fullDescription:
      'Files of a folder are read for their sizes, checksums and biology, and served from where they lie: leave them there. What cannot be imported is listed, and the rest goes on.',
  },
});
