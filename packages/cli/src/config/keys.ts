/** What a key of the configuration holds. */
interface KeyDefinition {
  readonly type: 'text' | 'url' | 'flag' | 'count' | 'list' | 'choice';
  /** The value when nobody sets it; null is "not set". */
  readonly builtIn: string | number | boolean | readonly string[] | null;
  readonly brief: string;
  readonly choices?: readonly string[];
  /** The highest count; the lowest is 1. */
  readonly highest?: number;
  /** Never shown unless asked for. */
  readonly secret?: true;
  /** Says where requests go, so a file in the current folder must not set it unseen. */
  readonly redirects?: true;
}

/**
 * Every key of the configuration, in the order in which it is shown. This table is the one source
 * for reading, checking, printing, completion and the template that `config --init` writes.
 */
export const CONFIG_KEYS = {
  'platform.url': {
    type: 'url',
    builtIn: null,
    brief: 'One platform for every API; sets the base URLs below',
    redirects: true,
  },
  'platform.database_url': {
    type: 'text',
    builtIn: null,
    brief: 'postgresql://… for the catalog of your own platform; not set: embedded',
    secret: true,
    redirects: true,
  },
  'platform.s3_endpoint': {
    type: 'url',
    builtIn: null,
    brief: 'The S3 service of your own platform',
    redirects: true,
  },
  'platform.s3_region': { type: 'text', builtIn: null, brief: 'Its region' },
  'platform.s3_role_arn': {
    type: 'text',
    builtIn: null,
    brief: 'The role that your own platform hands out; AWS needs one',
  },
  'platform.s3_buckets': {
    type: 'list',
    builtIn: null,
    brief: 'The buckets that keys are handed out for; none named: every one',
  },
  'platform.s3_access_key_id': {
    type: 'text',
    builtIn: null,
    brief: 'The key of your own platform for its S3 service',
    secret: true,
  },
  'platform.s3_secret_access_key': {
    type: 'text',
    builtIn: null,
    brief: 'The secret of that key',
    secret: true,
  },
  'data_api.base_url': {
    type: 'url',
    builtIn: 'https://cosmic-shepherd.prod-vcp.prod.czi.team/v1/data',
    brief: 'Where the data commands ask',
    redirects: true,
  },
  'models.base_url': {
    type: 'url',
    builtIn: 'https://social-ferret.prod-vcp.prod.czi.team/',
    brief: 'Where the model commands ask',
    redirects: true,
  },
  'models.github.contributions_org': {
    type: 'text',
    builtIn: 'cz-model-contributions',
    brief: 'The GitHub organisation that takes model contributions',
  },
  'models.github.template_repo': {
    type: 'text',
    builtIn: 'git@github.com:chanzuckerberg/model-template.git',
    brief: 'The repository that a new model starts from',
  },
  'benchmarks_api.base_url': {
    type: 'url',
    builtIn: 'https://social-ferret.prod-vcp.prod.czi.team/',
    brief: 'Where the benchmark commands ask',
    redirects: true,
  },
  'benchmarks_api.endpoints.list_benchmarks': {
    type: 'text',
    builtIn: '/api/benchmarks',
    brief: 'The path that lists benchmarks',
  },
  'benchmarks_api.endpoints.get_benchmarks_by_key': {
    type: 'text',
    builtIn: '/api/benchmarks/{benchmark_key}',
    brief: 'The path of one benchmark',
  },
  'benchmarks_api.endpoints.get_benchmark_models': {
    type: 'text',
    builtIn: '/api/benchmarks/models/{model_key}',
    brief: 'The path of the benchmarks of one model',
  },
  'aws.region': { type: 'text', builtIn: 'us-west-2', brief: 'The region of S3 and of sign-in' },
  'aws.cognito.user_pool_id': {
    type: 'text',
    builtIn: 'us-west-2_h8zyPKp5c',
    brief: 'The user pool for sign-in',
    redirects: true,
  },
  'aws.cognito.client_id': {
    type: 'text',
    builtIn: '2abgv365mbpa8qrqfvgl9h5i4r',
    brief: 'The client of the user pool',
  },
  'aws.cognito.client_secret': {
    type: 'text',
    builtIn: null,
    brief: 'The secret of that client; none for a public client',
    secret: true,
  },
  'aws.cognito.domain': {
    type: 'text',
    builtIn: 'vcp-prod.auth.us-west-2.amazoncognito.com',
    brief: 'The host of the sign-in page, without https://',
    redirects: true,
  },
  'aws.cognito.flow': {
    type: 'choice',
    choices: ['web', 'password'],
    builtIn: 'web',
    brief: 'How to sign in',
  },
  'aws.cognito.region': {
    type: 'text',
    builtIn: null,
    brief: 'The region of the user pool; not set: the one in its id',
  },
  'aws.cognito.scopes': {
    type: 'list',
    builtIn: ['openid', 'profile'],
    brief: 'What the sign-in asks for',
  },
  'databricks.host': {
    type: 'text',
    builtIn: null,
    brief: 'The Databricks workspace',
    redirects: true,
  },
  'databricks.token': {
    type: 'text',
    builtIn: null,
    brief: 'The access token for it',
    secret: true,
  },
  'feature_flags.data_command': {
    type: 'flag',
    builtIn: true,
    brief: 'Whether there is vcp data',
  },
  'feature_flags.model_command': {
    type: 'flag',
    builtIn: true,
    brief: 'Whether there is vcp model',
  },
  'feature_flags.benchmarks_command': {
    type: 'flag',
    builtIn: true,
    brief: 'Whether there is vcp benchmarks',
  },
  'feature_flags.data_subcommands.credentials': {
    type: 'flag',
    builtIn: true,
    brief: 'Whether there is vcp data credentials',
  },
  'transfer.datasets': {
    type: 'count',
    highest: 64,
    builtIn: 5,
    brief: 'Datasets fetched side by side',
  },
  'transfer.files': {
    type: 'count',
    highest: 256,
    builtIn: 10,
    brief: 'Files in flight at once',
  },
} as const satisfies Readonly<Record<string, KeyDefinition>>;

export type ConfigKey = keyof typeof CONFIG_KEYS;

type TypeOf<D extends KeyDefinition> = D['type'] extends 'flag'
  ? boolean
  : D['type'] extends 'count'
    ? number
    : D['type'] extends 'list'
      ? readonly string[]
      : D extends { readonly choices: readonly (infer C)[] }
        ? C
        : string;

/** The type of the value of a key; null where it may be unset. */
export type ConfigValue<K extends ConfigKey> =
  | TypeOf<(typeof CONFIG_KEYS)[K]>
  | ((typeof CONFIG_KEYS)[K]['builtIn'] extends null ? null : never);

/** Any value of the configuration. */
export type AnyValue = string | number | boolean | readonly string[] | null;

export const CONFIG_KEY_NAMES: readonly ConfigKey[] = Object.keys(CONFIG_KEYS).filter(isConfigKey);

/** Whether a dotted name is a key of the configuration. */
export function isConfigKey(name: string): name is ConfigKey {
  return Object.hasOwn(CONFIG_KEYS, name);
}

/** Whether a dotted name is a section, that is the beginning of keys. */
export function isSection(name: string): boolean {
  return CONFIG_KEY_NAMES.some((key) => key.startsWith(`${name}.`));
}

/** What a key holds; see {@link CONFIG_KEYS}. */
export function definitionOf(key: ConfigKey): KeyDefinition {
  return CONFIG_KEYS[key];
}

/** The environment variable of a key: `data_api.base_url` is `VCP_DATA_API_BASE_URL`. */
export function variableOf(key: ConfigKey): string {
  if (key === 'platform.url') return 'VCP_PLATFORM';
  return `VCP_${key.toUpperCase().replaceAll('.', '_')}`;
}
