import type { TransferContext } from '../context.ts';
import { transferContext } from '../context.ts';
import { vcpErrorOf } from '../failure.ts';
import { createS3Client, s3Service } from './s3-client.ts';
import { listPages, type S3Object } from './s3-list.ts';
import type { SigningKeys } from './sigv4.ts';
import { createTransport } from './transport.ts';

/** An S3 service to ask. */
export interface S3Connection {
  /** Null for AWS. */
  readonly endpointUrl: string | null;
  readonly region: string | null;
  /** Null for unsigned requests. */
  readonly keys: SigningKeys | null;
}

/**
 * The objects under a prefix in the order of their keys, a page at a time, the next one fetched
 * ahead. Nothing is retried.
 *
 * @throws {NotFound} no such bucket · {Forbidden} · {NetworkError} · {ServerError} · {BadAnswer}
 */
export async function* listObjects(
  connection: S3Connection,
  folder: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal,
  context: Partial<TransferContext> = {},
): AsyncGenerator<readonly S3Object[], void, undefined> {
  const surroundings = transferContext(context);
  const transport = await createTransport(surroundings);
  const { endpointUrl, region, keys } = connection;
  const keySource = { keys: async () => keys, renew: async () => keys };
  const client = createS3Client(s3Service(endpointUrl, region), keySource, {
    transport,
    now: surroundings.now,
  });
  try {
    yield* listPages(client, folder, signal);
  } catch (error) {
    throw vcpErrorOf(error, `s3://${folder.bucket}/${folder.prefix}`);
  } finally {
    await transport.close();
  }
}
