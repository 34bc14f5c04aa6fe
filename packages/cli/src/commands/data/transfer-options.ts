import { type Platform, readDataset, requestCredentials } from '@vcp/client';
import { NotFound, type S3Credentials, SignInNeeded } from '@vcp/schema';
import type { DownloadOptions, TransferEvent } from '@vcp/transfer';
import type { VcpContext } from '../../context.ts';
import { datasetFiles } from './dataset-document.ts';
import { type DownloadFlags, existingPolicy, extensionsOf } from './download-flags.ts';
import type { OpenedPlatform } from './open-platform.ts';

/** Public buckets that answer without a signature, as the original client knows them. */
const UNSIGNED_BUCKETS = ['genome-scale-tcell-perturb-seq'];

/** Turns the options of the command, the configuration and the platform into those of a transfer. */
export function transferOptions(
  context: VcpContext,
  flags: DownloadFlags,
  outdir: string,
  { platform, config }: OpenedPlatform,
  received: Map<string, S3Credentials>,
  onEvent: (event: TransferEvent) => void,
): DownloadOptions {
  const { env } = context;
  return {
    outdir,
    layout: flags.layout,
    extensions: extensionsOf(flags.extension),
    existing: existingPolicy(flags),
    datasets: config.get('transfer.datasets'),
    files: flags.concurrency ?? config.get('transfer.files'),
    credentialsFor: (id, signal) => credentialsFor(platform, id, received, signal),
    freshUrl: (id, url, signal) => freshUrl(platform, id, url, signal),
    s3: {
      endpointUrl: env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || null,
      region: env.AWS_REGION || env.AWS_DEFAULT_REGION || config.get('aws.region'),
      unsignedBuckets: UNSIGNED_BUCKETS,
    },
    onEvent,
    signal: context.signal,
  };
}

/**
 * The keys to a dataset: first those that came with its record, each used once, then new ones.
 * Signed out and without any, it fails for this dataset with the way out.
 */
async function credentialsFor(
  platform: Platform,
  id: string,
  received: Map<string, S3Credentials>,
  signal: AbortSignal,
): Promise<S3Credentials | null> {
  const known = received.get(id);
  received.delete(id);
  const credentials = known ?? (await requestCredentials(platform, id, signal));
  if (credentials === null && (await platform.token()) === null)
    throw new SignInNeeded(`the S3 files of dataset ${id} need a sign-in`, {
      hint: 'Sign in, or set VCP_TOKEN, and run the same command again.',
    });
  return credentials;
}

/** The catalog's present link to the file that `url` was a link to: same place, new signature. */
async function freshUrl(
  platform: Platform,
  id: string,
  url: string,
  signal: AbortSignal,
): Promise<string | null> {
  const place = withoutQuery(url);
  try {
    const record = await readDataset(platform, id, { download: true }, signal);
    return datasetFiles(record).find((file) => withoutQuery(file.url) === place)?.url ?? null;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? url;
}
