import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readS3Url, sessionPolicy } from './session-policy.ts';

describe('readS3Url', () => {
  test.each([
    ['s3://bucket/a/b.h5ad', 'bucket', 'a/b.h5ad'],
    ['s3://bucket/store.zarr/', 'bucket', 'store.zarr'],
    ['s3://bucket', 'bucket', ''],
    ['s3://bucket/', 'bucket', ''],
    ['S3://my.bucket-1/key with space?x#y', 'my.bucket-1', 'key with space?x#y'],
  ])('%s', (url, bucket, key) => {
    expect(readS3Url(url)).toEqual({ bucket, key });
  });

  test.each(['https://bucket/key', 's3:///key', 's3://b*/key', 's3://*/key', 's3://a', ''])(
    '%s is none',
    (url) => {
      expect(readS3Url(url)).toBeNull();
    },
  );
});

describe('sessionPolicy', () => {
  test('reads the key and its folder, lists the folder, and asks once for the key', () => {
    expect(JSON.parse(sessionPolicy([{ bucket: 'data', key: 'a/x.zarr' }]) ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: ['arn:aws:s3:::data/a/x.zarr', 'arn:aws:s3:::data/a/x.zarr/*'],
        },
        {
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::data',
          Condition: { StringLike: { 's3:prefix': ['a/x.zarr/*'] } },
        },
        {
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::data',
          Condition: {
            StringLike: { 's3:prefix': ['a/x.zarr'] },
            NumericLessThanEquals: { 's3:max-keys': '1' },
          },
        },
      ],
    });
  });

  test('what lies in a folder that is allowed is not named again', () => {
    const folder = { bucket: 'data', key: 'run' };
    const inside = [
      { bucket: 'data', key: 'run/1.h5ad' },
      { bucket: 'data', key: 'run/a/2' },
      folder,
    ];
    expect(sessionPolicy([folder, ...inside])).toBe(sessionPolicy([folder]));
    expect(sessionPolicy([{ bucket: 'other', key: 'run/1' }, folder])).toContain('other/run/1');
  });

  test('a key never becomes a pattern', () => {
    const key = fc
      .stringMatching(/^[a-z*?$/{}]{1,20}$/)
      .filter((text) => !/^\/|\/$|\/\//.test(text));
    fc.assert(
      fc.property(key, (text) => {
        const policy: { Statement: { Resource: string[] }[] } = JSON.parse(
          sessionPolicy([{ bucket: 'data', key: text }]) ?? '',
        );
        const [object, folder] = policy.Statement[0]?.Resource ?? [];
        expect(folder).toBe(`${object}/*`);
        const literal = object?.replaceAll(/\$\{[*?$]\}/g, '') ?? '*';
        expect(literal).not.toMatch(/[*?$]/);
      }),
    );
  });

  test('a policy is never longer than STS takes', () => {
    const keys = fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(keys, (names) => {
        const policy = sessionPolicy(names.map((key) => ({ bucket: 'data', key })));
        expect(policy?.length ?? 0).toBeLessThanOrEqual(2048);
        if (names.length <= 5) expect(policy).not.toBeNull();
      }),
    );
  });
});
