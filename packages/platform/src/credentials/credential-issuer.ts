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

/**
 * Asks the S3 service for keys that read the S3 locations of one dataset and nothing else, for
 * fifteen minutes. Null when the dataset has no location that this platform may hand out.
 *
 * @throws InputError when the locations do not fit into one policy
 * @throws ServerError, NetworkError when the S3 service refuses or cannot be reached
 */
export async function issueCredentials(
  settings: S3Settings,
  dataset: CatalogDataset,
  signal: AbortSignal,
): Promise<IssuedCredentials | null> {
  const policy = sessionPolicy(s3Locations(settings, dataset));
  if (policy === null) return null;
  const keys = await assumeRole(settings, policy, signal);
  return { ...keys, endpointUrl: settings.endpointUrl, region: settings.region };
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
