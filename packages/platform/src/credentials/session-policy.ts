/** An S3 object, or a folder of objects, that belongs to a dataset. */
export interface S3Location {
  readonly bucket: string;
  /** Without a leading or trailing slash; empty for the whole bucket. */
  readonly key: string;
}

// The limit of AWS for an inline session policy.
const MAX_POLICY_CHARACTERS = 2048;
const S3_URL = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/is;

/** Takes an `s3://` URL apart; null for another scheme or a name that no bucket can have. */
export function readS3Url(url: string): S3Location | null {
  const match = S3_URL.exec(url);
  if (!match?.[1]) return null;
  return { bucket: match[1], key: (match[2] ?? '').replace(/^\/+|\/+$/g, '') };
}

/**
 * The policy that lets somebody read exactly these locations: the object under each key, and what
 * lies in the folder of that name, and nothing beside them; to list within those folders; never to
 * write. Null when they are too many: AWS takes 2,048 characters.
 */
export function sessionPolicy(locations: readonly S3Location[]): string | null {
  const distinct = withoutCovered(locations);
  const buckets = [...new Set(distinct.map((location) => location.bucket))];
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: distinct.flatMap(objectNames) },
      ...buckets.flatMap((bucket) => listStatements(bucket, distinct)),
    ],
  });
  return policy.length <= MAX_POLICY_CHARACTERS ? policy : null;
}

function objectNames({ bucket, key }: S3Location): string[] {
  const name = `arn:aws:s3:::${bucket}/${literal(key)}`;
  return key === '' ? [`${name}*`] : [name, `${name}/*`];
}

function listStatements(bucket: string, locations: readonly S3Location[]) {
  const keys = locations.filter((location) => location.bucket === bucket).map(({ key }) => key);
  const named = keys.filter((key) => key !== '').map(literal);
  const list = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: `arn:aws:s3:::${bucket}`,
  };
  const folders = keys.map((key) => (key === '' ? '*' : `${literal(key)}/*`));
  const within = { ...list, Condition: { StringLike: { 's3:prefix': folders } } };
  if (named.length === 0) return [within];
  // Clients ask with one such listing whether there is anything under a key. It also matches the
  // names of neighbours that begin alike, hence one name an answer.
  const probe = { 's3:prefix': named };
  const one = { 's3:max-keys': '1' };
  return [within, { ...list, Condition: { StringLike: probe, NumericLessThanEquals: one } }];
}

/** Drops repeated locations and those that lie in a folder which is allowed anyway. */
function withoutCovered(locations: readonly S3Location[]): readonly S3Location[] {
  const names = new Set(locations.map(({ bucket, key }) => `${bucket}/${key}`));
  const isCovered = ({ bucket, key }: S3Location) =>
    key !== '' && foldersAbove(key).some((folder) => names.has(`${bucket}/${folder}`));
  const seen = new Set<string>();
  return locations.filter((location) => {
    const name = `${location.bucket}/${location.key}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew && !isCovered(location);
  });
}

function foldersAbove(key: string): string[] {
  const segments = key.split('/');
  return segments.map((_, count) => segments.slice(0, count).join('/'));
}

/** A key as a policy names it: `*`, `?` and `$` mean themselves and match nothing else. */
function literal(key: string): string {
  return key.replace(/[*?$]/g, (character) => `\${${character}}`);
}
