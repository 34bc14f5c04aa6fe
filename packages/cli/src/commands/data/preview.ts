import { buildCommand } from '../../help/build-command.ts';
import { jsonFlag } from './output-format.ts';

export interface PreviewFlags {
  readonly open: boolean;
  readonly json: boolean;
}

/** Declares `vcp data preview`. */
export const previewCommand = buildCommand<PreviewFlags, [string]>({
  loader: async () => (await import('./preview.run.ts')).runPreview,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The id of a dataset', parse: String, placeholder: 'DATASET_ID' }],
    },
    flags: {
      open: { kind: 'boolean', default: false, brief: 'Open the viewer in the browser' },
      json: jsonFlag,
    },
  },
  docs: {
    brief: 'Get the address of a viewer for an image dataset',
    fullDescription: 'Works for datasets with zarr images. BROWSER chooses the browser for --open.',
  },
  examples: [{ input: '6a1f2c3d-0000-4000-8000-000000000001 --open', brief: 'Look at it' }],
});
