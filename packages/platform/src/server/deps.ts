import type { Logger } from 'pino';
import type { CatalogDataset } from '../catalog/dataset.ts';
import type { IssuedCredentials } from '../credentials/credential-issuer.ts';
import type { CatalogReader } from './catalog-reader.ts';
import type { ServerKeys } from './keys.ts';

/** Everything that the server's routes stand on. */
export interface PlatformDeps {
  readonly catalog: CatalogReader;
  readonly keys: ServerKeys;
  /** What members show. */
  readonly accessToken: string;
  /** Issues keys for the S3 locations of a dataset; null when it has none of ours. */
  readonly issueCredentials: (
    dataset: CatalogDataset,
    signal: AbortSignal,
  ) => Promise<IssuedCredentials | null>;
  /** Host names under which the server may be addressed. */
  readonly hostNames: ReadonlySet<string>;
  /** Neuroglancer: where preview links lead. */
  readonly viewerUrl: string;
  readonly log: Logger;
  readonly now: () => Date;
}
