import { ConfigError } from '@vcp/schema';
import { describe, expect, test } from 'vitest';
import { readS3Connection, readS3Settings } from './s3-settings.ts';

const aws = { AWS_ACCESS_KEY_ID: 'aws-key', AWS_SECRET_ACCESS_KEY: 'aws-secret' };

describe('readS3Settings', () => {
  test('without an endpoint or a role there is no S3, whatever keys lie around', () => {
    expect(readS3Settings({}, aws)).toBeNull();
  });

  test('takes the usual variables', () => {
    expect(readS3Settings({ endpoint: 'http://127.0.0.1:9000/' }, aws)).toEqual({
      endpointUrl: 'http://127.0.0.1:9000',
      region: 'us-east-1',
      accessKeyId: 'aws-key',
      secretAccessKey: 'aws-secret',
      sessionToken: null,
      roleArn: null,
      buckets: [],
    });
  });

  test('our own variables win as a whole: keys of two origins are never mixed', () => {
    const env = {
      ...aws,
      AWS_SESSION_TOKEN: 'aws-session',
      AWS_REGION: 'eu-west-1',
      VCP_PLATFORM_S3_ACCESS_KEY_ID: 'own-key',
      VCP_PLATFORM_S3_SECRET_ACCESS_KEY: 'own-secret',
    };
    expect(readS3Settings({ endpoint: 'https://s3.example.org' }, env)).toMatchObject({
      accessKeyId: 'own-key',
      secretAccessKey: 'own-secret',
      sessionToken: null,
      region: 'eu-west-1',
    });
  });

  test('a role alone means AWS', () => {
    const roleArn = 'arn:aws:iam::123456789012:role/readers';
    expect(readS3Settings({ roleArn, region: 'eu-north-1' }, aws)).toMatchObject({
      endpointUrl: null,
      roleArn,
      region: 'eu-north-1',
    });
  });

  test.each([
    [{}, 'no keys'],
    [{ AWS_ACCESS_KEY_ID: 'only' }, 'only one is set'],
    [{ ...aws, VCP_PLATFORM_S3_ACCESS_KEY_ID: 'half' }, 'only one is set'],
  ])('an endpoint without keys is an error: %o', (env, text) => {
    const read = () => readS3Settings({ endpoint: 'https://s3.example.org' }, env);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(text);
  });

  test.each([
    's3.example.org',
    'ftp://s3.example.org',
    'https://user:secret@s3.example.org',
    'https://s3.example.org?x=1',
    'http://s3.example.org',
    'http://127.0.0.1.example.org',
  ])('refuses %s', (endpoint) => {
    expect(() => readS3Settings({ endpoint }, aws)).toThrow(ConfigError);
  });
});

describe('readS3Connection', () => {
  test('is AWS, unsigned, when nothing is said', () => {
    expect(readS3Connection({}, {})).toEqual({
      endpointUrl: null,
      region: 'us-east-1',
      keys: null,
    });
  });

  test('signs with the keys that are there', () => {
    expect(readS3Connection({ endpoint: 'http://localhost:9000' }, aws)).toEqual({
      endpointUrl: 'http://localhost:9000',
      region: 'us-east-1',
      keys: { accessKeyId: 'aws-key', secretAccessKey: 'aws-secret', sessionToken: null },
    });
  });
});
