import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { expect, test } from 'vitest';
import { launchS3 } from './s3.ts';
import { listBuckets, makeBucket, putObject, putObjects } from './s3-objects.ts';
import { startS3 } from './shared-servers.ts';

test('objects come back as they were put, whatever their keys look like', async () => {
  const s3 = await startS3();
  await makeBucket(s3, 'testing-objects');
  await makeBucket(s3, 'testing-objects');
  const keys = ['plain', 'a/b c/ü+%.txt', "quote's (1)!.bin"];
  await putObjects(s3, 'testing-objects', Object.fromEntries(keys.map((key) => [key, key])));
  const client = new AwsClient({
    accessKeyId: s3.accessKey,
    secretAccessKey: s3.secretKey,
    region: s3.region,
    service: 's3',
  });
  const answer = await client.fetch(`${s3.endpoint}/testing-objects?list-type=2&encoding-type=url`);
  const listed = [...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) =>
    decodeURIComponent((key ?? '').replaceAll('+', ' ')),
  );
  expect(listed.sort()).toEqual([...keys].sort());
});

test('the ETag of an object is the MD5 of its content', async () => {
  const s3 = await startS3();
  await makeBucket(s3, 'testing-etags');
  const content = new Uint8Array([1, 2, 3]);
  const etag = await putObject(s3, 'testing-etags', 'three', content);
  expect(etag).toBe(createHash('md5').update(content).digest('hex'));
});

test('a refusal of the server is an error with its words', async () => {
  const s3 = await startS3();
  await expect(putObject(s3, 'testing-no-such-bucket', 'key', '')).rejects.toThrow('NoSuchBucket');
});

test('a server of one’s own knows only its own keys, and is gone after stop', async () => {
  const s3 = await launchS3();
  expect(await listBuckets(s3)).toEqual([]);
  await expect(listBuckets({ ...s3, secretKey: 'guess' })).rejects.toThrow('403');
  await s3.stop();
  await expect(listBuckets(s3)).rejects.toThrow('fetch failed');
});
