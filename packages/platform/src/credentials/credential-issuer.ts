import { InputError } from '@vcp/schema/errors';
import type { CatalogDataset } from '../catalog/dataset.ts';
import { type AssumedRole, assumeRole } from './assume-role.ts';
import type { S3Settings } from './s3-settings.ts';
import { readS3Url, type S3Location, sessionPolicy } from './session-policy.ts';

/** Short-lived keys for the objects of one dataset, and where to use them. */
export interface IssuedCredentials extends AssumedRole {
  /** Null means the endpoint of AWS. */
  readonly endpointUrl: string | null;
  readonly region: string;
}

/** What issuing stands on. */
export interface Issuer {
  readonly settings: S3Settings;
  /** Whether no other dataset has anything in or around this folder. */
  readonly isExclusive: (folder: S3Location, datasetId: string) => Promise<boolean>;
}

/**
 * Asks the S3 service for keys that read the S3 locations of one dataset and nothing else, for
 * fifteen minutes. When those are too many for one policy, the keys read the folders that hold them,
 * if these hold nothing of other datasets. Null when the dataset has no location that this platform
 * may hand out.
 *
 * @throws InputError when the locations are too many and share their folders with other datasets
 * @throws ServerError, NetworkError when the S3 service refuses or cannot be reached
 */
export async function issueCredentials(
  { settings, isExclusive }: Issuer,
  dataset: CatalogDataset,
  signal: AbortSignal,
): Promise<IssuedCredentials | null> {
  const locations = s3Locations(settings, dataset);
  if (locations.length === 0) return null;
  const policy =
    sessionPolicy(locations) ??
    (await folderPolicy(locations, (folder) => isExclusive(folder, dataset.id)));
  if (policy === null)
    throw new InputError(
      `The dataset has ${locations.length} S3 locations; one credential cannot name them all.`,
      { hint: 'Put its objects into a folder of their own.' },
    );
  const keys = await assumeRole(settings, policy, signal);
  return { ...keys, endpointUrl: settings.endpointUrl, region: settings.region };
}

/** The policy for the nearest folders that are few enough, or null when they are not its own. */
async function folderPolicy(
  locations: readonly S3Location[],
  isExclusive: (folder: S3Location) => Promise<boolean>,
): Promise<string | null> {
  let folders = foldersAbove(locations);
  let policy = folders && sessionPolicy(folders);
  while (folders !== null && policy === null) {
    folders = foldersAbove(folders);
    policy = folders && sessionPolicy(folders);
  }
  for (const folder of folders ?? []) if (!(await isExclusive(folder))) return null;
  return policy;
}

/** The folder of each location, once; null when one of them is the whole bucket. */
function foldersAbove(locations: readonly S3Location[]): readonly S3Location[] | null {
  const folders = new Map<string, S3Location>();
  for (const { bucket, key } of locations) {
    const end = key.lastIndexOf('/');
    if (end === -1) return null;
    const folder = { bucket, key: key.slice(0, end) };
    folders.set(`${bucket}/${folder.key}`, folder);
  }
  return [...folders.values()];
}

/** The S3 locations of a dataset in buckets that this platform hands out keys for. */
function s3Locations(settings: S3Settings, dataset: CatalogDataset): S3Location[] {
  return dataset.locations.flatMap(({ url }) => {
    const location = readS3Url(url);
    const isOurs =
      location !== null &&
      (settings.buckets.length === 0 || settings.buckets.includes(location.bucket));
    return isOurs ? [location] : [];
  });
}
