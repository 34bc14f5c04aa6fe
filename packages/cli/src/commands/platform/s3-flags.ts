/** Flags by which a platform finds its S3 service. */
export interface S3Flags {
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
  readonly s3RoleArn?: string;
  readonly s3Bucket?: readonly string[];
}

/** The declarations of {@link S3Flags}. The keys come from the environment, never from here. */
export const s3Flags = {
  s3Endpoint: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'URL',
    brief: 'The S3 service of the datasets; its keys come from AWS_ACCESS_KEY_ID and so on',
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

/** The same as options of the platform. */
export function s3Options(flags: S3Flags) {
  return {
    endpoint: flags.s3Endpoint,
    region: flags.s3Region,
    roleArn: flags.s3RoleArn,
    buckets: flags.s3Bucket,
  };
}
