import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSecretName, redact } from './redact.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9]{20,60}$/);

describe('redact', () => {
  test.each<[string, (secret: string) => string]>([
    ['a bearer header', (s) => `Authorization: Bearer ${s}`],
    ['a basic header', (s) => `authorization: basic ${s}==`],
    ['a presigned S3 URL', (s) => `GET https://h/k?X-Amz-Expires=9&X-Amz-Signature=${s}&x=1`],
    ['a session token in a URL', (s) => `https://h/k?a=b&X-Amz-Security-Token=${s}`],
    ['an Azure signature', (s) => `https://h/k?sv=1&sig=${s}`],
    ['a Google signature', (s) => `https://h/k?X-Goog-Signature=${s}`],
    ['an authorization code', (s) => `http://localhost:3000/?code=${s}&state=1`],
    ['a refresh token in JSON', (s) => `{"refresh_token": "${s}", "n": 1}`],
    ['a secret key in JSON', (s) => `{"secret_access_key":"${s}"}`],
    ['a password in a URL', (s) => `postgresql://user:${s}@db/x`],
    ['a JSON web token', (s) => `got eyJhbGciOiJ9${s}.${s}.${s} back`],
    ['a GitHub token', (s) => `ghp_${s}`],
    ['a private key', (s) => `-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----`],
  ])('hides %s', (_, write) => {
    fc.assert(
      fc.property(secret, (value) => {
        expect(redact(write(value))).not.toContain(value);
      }),
    );
  });

  test.each([
    'GET https://example.org/files/a.h5ad?version=2 200',
    'no token found; run vcp login',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'tissue:blood AND code of conduct',
  ])('leaves %j alone', (text) => expect(redact(text)).toBe(text));

  test('changes nothing when applied again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redact(redact(text))).toBe(redact(text));
      }),
    );
  });
});

test.each([
  'password',
  'clientSecret',
  'API_KEY',
  'id_token',
  'aws.secret_access_key',
  'PGPASSWORD',
])('takes %s for the name of a secret', (name) => expect(isSecretName(name)).toBe(true));

test.each(['username', 'user_pool_id', 'base_url', 'region', 'tissue', 'passage_number'])(
  'does not take %s for the name of a secret',
  (name) => expect(isSecretName(name)).toBe(false),
);
