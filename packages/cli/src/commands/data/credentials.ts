import { buildCommand } from '../../help/build-command.ts';
import { jsonFlag } from './output-format.ts';

export interface CredentialsFlags {
  readonly json: boolean;
}

/** Declares `vcp data credentials`. */
export const credentialsCommand = buildCommand<CredentialsFlags, [string]>({
  loader: async () => (await import('./credentials.run.ts')).runCredentials,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The id of a dataset', parse: String, placeholder: 'DATASET_ID' }],
    },
    flags: { json: jsonFlag },
  },
  docs: {
    brief: 'Get short-lived keys to the S3 files of a dataset',
    fullDescription:
      'Prints lines for a POSIX shell. The keys are a secret: whoever has them can read the files until they expire.',
  },
  examples: [
    {
      input: '6a1f2c3d-0000-4000-8000-000000000001 > keys.sh',
      brief: 'For other S3 programs: . ./keys.sh',
    },
    { input: '6a1f2c3d-0000-4000-8000-000000000001 --json', brief: 'For a script' },
  ],
});
