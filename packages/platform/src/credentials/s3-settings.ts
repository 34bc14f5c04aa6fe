import { ConfigError } from '@vcp/schema';

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
  const own = env.VCP_PLATFORM_S3_ACCESS_KEY_ID ? 'VCP_PLATFORM_S3_' : 'AWS_';
  const accessKeyId = env[`${own}ACCESS_KEY_ID`];
  const secretAccessKey = env[`${own}SECRET_ACCESS_KEY`];
  if (!accessKeyId || !secretAccessKey)
    throw new ConfigError('the platform has no keys for its S3 service', {
      hint: 'Set VCP_PLATFORM_S3_ACCESS_KEY_ID and VCP_PLATFORM_S3_SECRET_ACCESS_KEY (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).',
    });
  return {
    endpointUrl: options.endpoint === undefined ? null : endpoint(options.endpoint),
    region: options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1',
    accessKeyId,
    secretAccessKey,
    sessionToken: env[`${own}SESSION_TOKEN`] || null,
    roleArn,
    buckets: options.buckets ?? [],
  };
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
