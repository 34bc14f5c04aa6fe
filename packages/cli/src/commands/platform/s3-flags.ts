import type { Config } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';

/** Flags by which a platform finds its S3 service. */
export interface S3Flags {
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
  readonly s3RoleArn?: string;
  readonly s3Bucket?: readonly string[];
}

/** The declarations of {@link S3Flags}. Keys come from the configuration, never from here. */
export const s3Flags = {
  s3Endpoint: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'URL',
    brief:
      'The S3 service of the datasets; its keys are platform.s3_access_key_id … or AWS_ACCESS_KEY_ID …',
  },
  s3Region: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'NAME',
    brief: 'Its region; AWS_REGION or us-east-1 without it',
  },
  s3RoleArn: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'ARN',
    brief: 'The role to hand out; AWS needs one',
  },
  s3Bucket: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    placeholder: 'NAME',
    brief: 'Hand out keys for this bucket only; may be repeated',
  },
} as const;

/** The same as options of the platform; what no flag says, the configuration does. */
export function s3Options(flags: S3Flags, config: Config) {
  const named = flags.s3Bucket ?? [];
  return {
    endpoint: flags.s3Endpoint ?? config.get('platform.s3_endpoint') ?? undefined,
    region: flags.s3Region ?? config.get('platform.s3_region') ?? undefined,
    roleArn: flags.s3RoleArn ?? config.get('platform.s3_role_arn') ?? undefined,
    buckets: named.length > 0 ? named : (config.get('platform.s3_buckets') ?? []),
  };
}

/** The environment with the platform's own keys for S3, wherever they are set. */
export function s3Environment(env: VcpContext['env'], config: Config): VcpContext['env'] {
  return {
    ...env,
    VCP_PLATFORM_S3_ACCESS_KEY_ID: config.get('platform.s3_access_key_id') ?? undefined,
    VCP_PLATFORM_S3_SECRET_ACCESS_KEY: config.get('platform.s3_secret_access_key') ?? undefined,
  };
}
