import { ConfigError } from '@vcp/schema/errors';

/** The S3 service that the platform hands out short-lived keys for, and its own keys. */
export interface S3Settings {
  /** Null means AWS. */
  readonly endpointUrl: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that are themselves temporary. */
  readonly sessionToken: string | null;
  /** The role to assume; AWS needs one, MinIO none. */
  readonly roleArn: string | null;
  /** The buckets that keys may be handed out for; none named means every bucket. */
  readonly buckets: readonly string[];
}

/** An S3 service, and keys for it; without keys requests are not signed. */
export interface S3Service {
  /** Null means AWS. */
  readonly endpointUrl: string | null;
  readonly region: string;
  readonly keys: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string | null;
  } | null;
}

/** What the command line says about S3. */
export interface S3Options {
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly buckets?: readonly string[] | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Brings options and environment together: `VCP_PLATFORM_S3_ACCESS_KEY_ID` and
 * `VCP_PLATFORM_S3_SECRET_ACCESS_KEY`, else the usual AWS variables. Null when neither an endpoint
 * nor a role is named: then the platform hands out no keys.
 *
 * @throws ConfigError for an endpoint without keys, or one that would send secrets in the clear
 */
export function readS3Settings(options: S3Options, env: Environment): S3Settings | null {
  const roleArn = options.roleArn ?? null;
  if (options.endpoint === undefined && roleArn === null) return null;
  const { keys, ...service } = readS3Connection(options, env);
  if (keys === null)
    throw new ConfigError('the platform has no keys for its S3 service', {
      hint: 'Set VCP_PLATFORM_S3_ACCESS_KEY_ID and VCP_PLATFORM_S3_SECRET_ACCESS_KEY (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).',
    });
  return { ...service, ...keys, roleArn, buckets: options.buckets ?? [] };
}

/**
 * The S3 service to list, with the same keys as {@link readS3Settings}, or unsigned without any. No
 * endpoint means AWS.
 *
 * @throws ConfigError for an endpoint that would send secrets in the clear, or half a pair of keys
 */
export function readS3Connection(options: S3Options, env: Environment): S3Service {
  return {
    endpointUrl: options.endpoint === undefined ? null : endpoint(options.endpoint),
    region: options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1',
    keys: readKeys(env),
  };
}

function readKeys(env: Environment): S3Service['keys'] {
  const own = env.VCP_PLATFORM_S3_ACCESS_KEY_ID ? 'VCP_PLATFORM_S3_' : 'AWS_';
  const accessKeyId = env[`${own}ACCESS_KEY_ID`];
  const secretAccessKey = env[`${own}SECRET_ACCESS_KEY`];
  if (!accessKeyId && !secretAccessKey) return null;
  if (accessKeyId && secretAccessKey)
    return { accessKeyId, secretAccessKey, sessionToken: env[`${own}SESSION_TOKEN`] || null };
  throw new ConfigError(`of ${own}ACCESS_KEY_ID and ${own}SECRET_ACCESS_KEY only one is set`, {
    hint: 'Set both, or none.',
  });
}

function endpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw new ConfigError(`${JSON.stringify(text)} is not the address of an S3 service`, {
      hint: 'Write it as https://host or http://127.0.0.1:9000.',
    });
  const isLoopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isLoopback)
    throw new ConfigError(`refused the S3 service ${url.origin}: http:// sends keys in the clear`, {
      hint: 'Use https:// for every service that is not on this machine.',
    });
  return url.href.replace(/\/+$/, '');
}
