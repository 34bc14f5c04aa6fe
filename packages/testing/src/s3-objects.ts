import { Failed } from '@vcp/schema';
import { AwsClient } from 'aws4fetch';

/** Where an S3 server is and with which keys it is asked. */
export interface S3Access {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

type Content = string | Uint8Array<ArrayBuffer>;

/** Makes a bucket; one that is there already stays as it is. */
export async function makeBucket(s3: S3Access, bucket: string): Promise<void> {
  await request(s3, `/${bucket}`, { method: 'PUT' }, [409]);
}

/** Puts one object; answers its ETag, without quotes. */
export async function putObject(
  s3: S3Access,
  bucket: string,
  key: string,
  content: Content,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const answer = await request(s3, path, { method: 'PUT', body: content, headers: { ...headers } });
  return (answer.headers.get('etag') ?? '').replaceAll('"', '');
}

/** Puts objects one after the other: key to content. */
export async function putObjects(
  s3: S3Access,
  bucket: string,
  objects: Readonly<Record<string, Content>>,
): Promise<void> {
  for (const [key, content] of Object.entries(objects)) await putObject(s3, bucket, key, content);
}

/** The names of the buckets; throws when the server does not answer or does not know the keys. */
export async function listBuckets(s3: S3Access): Promise<readonly string[]> {
  const answer = await request(s3, '/', { method: 'GET' });
  return [...(await answer.text()).matchAll(/<Name>([^<]+)<\/Name>/g)].flatMap((m) => m[1] ?? []);
}

async function request(
  s3: S3Access,
  path: string,
  init: RequestInit,
  alsoGood: readonly number[] = [],
): Promise<Response> {
  const client = new AwsClient({
    accessKeyId: s3.accessKey,
    secretAccessKey: s3.secretKey,
    region: s3.region,
    service: 's3',
    retries: 0,
  });
  const answer = await client.fetch(s3.endpoint + path, init);
  if (!answer.ok && !alsoGood.includes(answer.status)) {
    const words = (await answer.text()).slice(0, 500);
    throw new Failed(`${init.method} ${path} answered ${answer.status}: ${words}`);
  }
  return answer;
}
