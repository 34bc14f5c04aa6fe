import { UsageError } from '@vcp/schema/errors';

/** What narrows a query, the same for searching and for downloading. */
export interface QueryFlags {
  readonly exact: boolean;
  readonly latestVersion: boolean;
  readonly allVersions: boolean;
  readonly namespace?: string;
}

/** Declares `--exact`, `--latest-version`, `--all-versions` and `--namespace`. */
export const queryFlags = {
  exact: { kind: 'boolean', default: false, brief: 'Match the words as one phrase' },
  latestVersion: {
    kind: 'boolean',
    default: false,
    brief: 'Only the latest version of each dataset (this is the default)',
  },
  allVersions: { kind: 'boolean', default: false, brief: 'Every version of each dataset' },
  namespace: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'NAME',
    brief: 'Only datasets of this namespace, for instance cellxgene',
  },
} as const;

/** Whether all versions were asked for; asking for both is a {@link UsageError}. */
export function wantsAllVersions(
  flags: Pick<QueryFlags, 'latestVersion' | 'allVersions'>,
): boolean {
  if (flags.latestVersion && flags.allVersions)
    throw new UsageError('--latest-version and --all-versions cannot be used together', {
      hint: 'Leave both out for the latest version of each dataset.',
    });
  return flags.allVersions;
}
