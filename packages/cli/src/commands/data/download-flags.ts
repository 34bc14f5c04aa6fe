import { UsageError } from '@vcp/schema/errors';
import { numberUpTo } from './parse-number.ts';

/** How to download, the same for `data download` and `data search --download`. */
export interface DownloadFlags {
  readonly outdir: string;
  readonly extension?: string;
  readonly layout: 'flat' | 'dataset';
  readonly overwrite: boolean;
  readonly skipExisting: boolean;
  readonly concurrency?: number;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const MAX_CONCURRENCY = 256;

/** Declares the options of {@link DownloadFlags}, without `--json`. */
export const downloadFlags = {
  outdir: {
    kind: 'parsed',
    parse: String,
    default: '.',
    placeholder: 'DIR',
    brief: 'Folder to write to; made if it is missing',
  },
  extension: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'LIST',
    brief: 'Only files with these extensions, for instance h5ad,csv',
  },
  layout: {
    kind: 'enum',
    values: ['flat', 'dataset'],
    default: 'flat',
    brief: 'All files in one folder, or a folder for each dataset',
  },
  overwrite: {
    kind: 'boolean',
    default: false,
    brief: 'Fetch again and replace files that are there',
  },
  skipExisting: {
    kind: 'boolean',
    default: false,
    brief: 'Leave files that are there alone, without looking into them',
  },
  concurrency: {
    kind: 'parsed',
    parse: numberUpTo(MAX_CONCURRENCY),
    optional: true,
    placeholder: 'N',
    brief: 'Files in flight at once (default: transfer.files of the configuration)',
  },
  yes: { kind: 'boolean', default: false, brief: 'Do not ask before downloading' },
  dryRun: {
    kind: 'boolean',
    default: false,
    brief: 'Only say what would be fetched, and whether it fits',
  },
} as const;

export const downloadAliases = { o: 'outdir', y: 'yes' } as const;

/** What to do with files that are there; wanting both is a {@link UsageError}. */
export function existingPolicy(
  flags: Pick<DownloadFlags, 'overwrite' | 'skipExisting'>,
): 'resume' | 'overwrite' | 'skip' {
  if (flags.overwrite && flags.skipExisting)
    throw new UsageError('--overwrite and --skip-existing cannot be used together', {
      hint: 'Leave both out: then right files are kept and others are never replaced.',
    });
  if (flags.overwrite) return 'overwrite';
  return flags.skipExisting ? 'skip' : 'resume';
}

/** The extensions of a comma list, lower case with their dot; a blank list is a {@link UsageError}. */
export function extensionsOf(list: string | undefined): readonly string[] {
  if (list === undefined) return [];
  const names = list.split(',').map((name) => name.trim().toLowerCase().replace(/^\.+/, ''));
  const present = names.filter((name) => name !== '');
  if (present.length > 0) return [...new Set(present.map((name) => `.${name}`))];
  throw new UsageError('--extension names no extension', {
    hint: 'Give one or more, for instance --extension h5ad,csv.',
  });
}
