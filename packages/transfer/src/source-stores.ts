import type { TransferContext } from './context.ts';
import { type DatasetKeys, datasetKeys } from './keys.ts';
import type { DownloadOptions } from './options.ts';
import { createHttpStore } from './stores/http.ts';
import { createS3Store } from './stores/s3.ts';
import { parseS3Url } from './stores/s3-address.ts';
import { type S3Service, s3Service } from './stores/s3-client.ts';
import type { Store } from './stores/store.ts';
import { createTransport } from './stores/transport.ts';

const MAX_DATASETS = 1_000;
const UNSIGNED = { keys: async () => null, renew: async () => null };

interface DatasetAccess {
  readonly keys: DatasetKeys;
  readonly stores: Map<S3Service, Store>;
}

/** The stores of a run, one pool of connections under all of them. */
export interface SourceStores {
  /** The store that reads a URL of a dataset; asks for credentials only for s3 that needs them. */
  storeFor(datasetId: string, url: string, signal: AbortSignal): Promise<Store>;
  close(): Promise<void>;
}

/** Opens nothing yet: connections and credentials come when they are needed. */
export async function openStores(
  options: Pick<DownloadOptions, 'credentialsFor' | 's3'>,
  context: TransferContext,
): Promise<SourceStores> {
  const transport = await createTransport(context);
  const surroundings = { transport, now: context.now, stallMs: context.limits.stallMs };
  const http = createHttpStore(surroundings);
  const services = new Map<string, S3Service>();
  const keysOf = new Map<string, DatasetAccess>();

  const serviceAt = (endpoint: string | null, region: string | null): S3Service => {
    const name = JSON.stringify([endpoint, region]);
    const service = services.get(name) ?? s3Service(endpoint, region);
    services.set(name, service);
    return service;
  };

  const accessTo = (datasetId: string): DatasetAccess => {
    const { credentialsFor } = options;
    const access = keysOf.get(datasetId) ?? {
      keys: datasetKeys(
        async (signal) => (await credentialsFor?.(datasetId, signal)) ?? null,
        context.now,
      ),
      stores: new Map(),
    };
    keysOf.delete(datasetId); // the most recently used are last
    keysOf.set(datasetId, access);
    const [oldest] = keysOf.keys();
    if (keysOf.size > MAX_DATASETS && oldest !== undefined) keysOf.delete(oldest);
    return access;
  };

  return {
    async storeFor(datasetId, url, signal) {
      if (!/^s3:/i.test(url)) return http;
      const { endpointUrl, region, unsignedBuckets } = options.s3;
      if (unsignedBuckets.includes(parseS3Url(url).bucket))
        return createS3Store(serviceAt(endpointUrl, region), UNSIGNED, surroundings);
      const { keys, stores } = accessTo(datasetId);
      const credentials = await keys.credentials(signal);
      const service = serviceAt(
        endpointUrl ?? credentials?.endpoint_url ?? null,
        region ?? credentials?.region ?? null,
      );
      const store = stores.get(service) ?? createS3Store(service, keys, surroundings);
      stores.set(service, store);
      return store;
    },
    close: () => transport.close(),
  };
}
