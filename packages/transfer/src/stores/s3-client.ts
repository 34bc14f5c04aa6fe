import { statusFault } from './answer.ts';
import { type S3Place, s3Address, s3Endpoint } from './s3-address.ts';
import { readS3Error, type S3ErrorAnswer } from './s3-error.ts';
import { createSigner, queryText, type Signer, type SigningKeys } from './sigv4.ts';
import type { StoreFault } from './store-fault.ts';
import type { Answer, Transport } from './transport.ts';

/** Where keys come from. `null` means that requests go unsigned. */
export interface KeySource {
  keys(signal: AbortSignal): Promise<SigningKeys | null>;
  /** Other keys than the refused ones, asked for once however many ask. */
  renew(refused: SigningKeys, signal: AbortSignal): Promise<SigningKeys | null>;
}

/** An S3 service and what was learnt about it; shared by all that speak to it. */
export interface S3Service {
  readonly endpoint: URL | null;
  readonly region: string;
  readonly regionOfBucket: Map<string, string>;
  /** How far the server's clock is ahead of ours. */
  clockOffsetMs: number;
}

/** Describes an S3 service. AWS when `endpointUrl` is null. @throws {InputError} for an unsafe one */
export function s3Service(endpointUrl: string | null, region: string | null): S3Service {
  return {
    endpoint: s3Endpoint(endpointUrl),
    region: region ?? 'us-east-1',
    regionOfBucket: new Map(),
    clockOffsetMs: 0,
  };
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD';
  readonly place: S3Place;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends signed requests to one service. Answers are 200 or 206; all else is a `StoreFault`. */
export interface S3Client {
  send(request: S3Request, signal: AbortSignal): Promise<Answer>;
}

const KEYS_REFUSED =
  /^(ExpiredToken|ExpiredTokenException|InvalidToken|InvalidTokenId|TokenRefreshRequired|InvalidAccessKeyId)$/;

/**
 * A client that corrects itself, each once a request: another region than thought, keys that are no
 * longer accepted, a clock that is off.
 */
export function createS3Client(
  service: S3Service,
  keySource: KeySource,
  { transport, now }: { readonly transport: Transport; readonly now: () => number },
): S3Client {
  const signerOf = signerCache();

  const sendOnce = (request: S3Request, keys: SigningKeys | null, signal: AbortSignal) => {
    const region = service.regionOfBucket.get(request.place.bucket) ?? service.region;
    const { origin, host, path } = s3Address(service.endpoint, region, request.place);
    const query = queryText(request.query);
    const headers = keys
      ? signerOf(keys, region)({ ...request, host, path }, new Date(now() + service.clockOffsetMs))
      : (request.headers ?? {});
    const pathAndQuery = query === '' ? path : `${path}?${query}`;
    return transport.send({ method: request.method, origin, path: pathAndQuery, headers }, signal);
  };

  /** Whether something was learnt from the failure that makes another try worth while. */
  const learn = (request: S3Request, answer: Answer, error: S3ErrorAnswer): boolean => {
    const { bucket } = request.place;
    const known = service.regionOfBucket.get(bucket) ?? service.region;
    if ([301, 307, 400].includes(answer.status) && error.region && error.region !== known) {
      service.regionOfBucket.set(bucket, error.region);
      return true;
    }
    const serverTime = Date.parse(answer.headers.date ?? '');
    if (error.code !== 'RequestTimeTooSkewed' || Number.isNaN(serverTime)) return false;
    service.clockOffsetMs = serverTime - now();
    return true;
  };

  return {
    async send(request, signal) {
      let keys = await keySource.keys(signal);
      let renewed = false;
      for (let corrections = 0; ; corrections += 1) {
        const answer = await sendOnce(request, keys, signal);
        if (answer.status === 200 || answer.status === 206) return answer;
        const error = await readS3Error(answer);
        if (corrections >= 3) throw s3Fault(answer, error, now());
        if (learn(request, answer, error)) continue;
        const isRefused =
          KEYS_REFUSED.test(error.code) ||
          (request.method === 'HEAD' && [400, 403].includes(answer.status));
        if (!isRefused || keys === null || renewed) throw s3Fault(answer, error, now());
        keys = await keySource.renew(keys, signal);
        renewed = true;
      }
    },
  };
}

function s3Fault(answer: Answer, { code }: S3ErrorAnswer, now: number): StoreFault {
  if (code === 'SlowDown' || code === 'ServiceUnavailable' || code === 'TooManyRequests')
    return statusFault({ ...answer, status: 503 }, now);
  if (code === 'RequestTimeout' || code === 'InternalError')
    return statusFault({ ...answer, status: 500 }, now);
  if (KEYS_REFUSED.test(code)) return statusFault({ ...answer, status: 403 }, now);
  return statusFault(answer, now);
}

function signerCache(): (keys: SigningKeys, region: string) => Signer {
  let current: { keys: SigningKeys; region: string; signer: Signer } | null = null;
  return (keys, region) => {
    if (current?.keys !== keys || current.region !== region)
      current = { keys, region, signer: createSigner(keys, { service: 's3', region }) };
    return current.signer;
  };
}
