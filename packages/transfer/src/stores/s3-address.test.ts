import { expect, test } from 'vitest';
import { parseS3Url, s3Address, s3Endpoint } from './s3-address.ts';

test.each([
  [null, 'bucket', 'https://bucket.s3.eu-west-3.amazonaws.com/a/b'],
  [null, 'with.dots', 'https://s3.eu-west-3.amazonaws.com/with.dots/a/b'],
  [null, 'Upper_case', 'https://s3.eu-west-3.amazonaws.com/Upper_case/a/b'],
  ['https://objects.example.org', 'bucket', 'https://bucket.objects.example.org/a/b'],
  ['https://example.org:8443/s3/', 'bucket', 'https://bucket.example.org:8443/s3/a/b'],
  ['http://127.0.0.1:9000', 'bucket', 'http://127.0.0.1:9000/bucket/a/b'],
  ['http://localhost:9000', 'bucket', 'http://localhost:9000/bucket/a/b'],
  ['https://10.1.2.3', 'bucket', 'https://10.1.2.3/bucket/a/b'],
  ['http://[::1]:9000', 'bucket', 'http://[::1]:9000/bucket/a/b'],
])('at %s the bucket %s is asked at %s', (endpoint, bucket, url) => {
  const { origin, path, host } = s3Address(s3Endpoint(endpoint), 'eu-west-3', {
    bucket,
    key: 'a/b',
  });
  expect(origin + path).toBe(url);
  expect(origin.endsWith(`//${host}`)).toBe(true);
});

test('a key is encoded strictly, and its dots and slashes stay', () => {
  const { path } = s3Address(null, 'us-east-1', { bucket: 'bucket', key: "a/../b//c d+e'(é)*" });
  expect(path).toBe('/a/../b//c%20d%2Be%27%28%C3%A9%29%2A');
});

test.each([
  's3://',
  's3://ab',
  's3://evil.com#x/key',
  's3://a@b.c/key',
  's3://a b/key',
  's3:///key',
])('%s is refused', (url) => {
  expect(() => parseS3Url(url)).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }));
});

test.each(['http://s3.example.org', 'http://10.0.0.1:9000', 'ftp://x', 'nothing'])(
  'keys are not sent to %s',
  (endpoint) => {
    expect(() => s3Endpoint(endpoint)).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }));
  },
);
