import { expect, test } from 'vitest';
import { createSigner, queryText, signV4 } from './sigv4.ts';

// The worked examples of Amazon's documentation.
const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
};
const SCOPE = { service: 's3', region: 'us-east-1' };
const NOW = new Date('2013-05-24T00:00:00Z');
const HOST = 'examplebucket.s3.amazonaws.com';
const signatureIn = (headers: Record<string, string>) =>
  /Signature=(\w+)$/.exec(headers.authorization ?? '')?.[1];

test('a ranged GET is signed as in the documentation', () => {
  const headers = signV4(
    { method: 'GET', host: HOST, path: '/test.txt', headers: { Range: 'bytes=0-9' } },
    KEYS,
    { ...SCOPE, now: NOW },
  );
  expect(signatureIn(headers)).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

test('a listing with a query is signed as in the documentation', () => {
  const headers = signV4(
    { method: 'GET', host: HOST, path: '/', query: { prefix: 'J', 'max-keys': '2' } },
    KEYS,
    { ...SCOPE, now: NOW },
  );
  expect(signatureIn(headers)).toBe(
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  );
});

test('a query parameter without a value is signed as in the documentation', () => {
  const headers = signV4({ method: 'GET', host: HOST, path: '/', query: { lifecycle: '' } }, KEYS, {
    ...SCOPE,
    now: NOW,
  });
  expect(signatureIn(headers)).toBe(
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  );
});

test('a PUT with a body is signed as in the documentation', () => {
  const headers = signV4(
    {
      method: 'PUT',
      host: HOST,
      path: '/test%24file.text',
      headers: {
        Date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      body: 'Welcome to Amazon S3.',
    },
    KEYS,
    { ...SCOPE, now: NOW },
  );
  expect(signatureIn(headers)).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  );
});

test('the kept signing key changes with the day', () => {
  const signer = createSigner(KEYS, SCOPE);
  const request = { method: 'GET', host: HOST, path: '/test.txt' };
  const tomorrow = new Date('2013-05-25T00:00:00Z');
  signer(request, NOW);
  expect(signer(request, tomorrow)).toEqual(signV4(request, KEYS, { ...SCOPE, now: tomorrow }));
  expect(signer(request, NOW)).toEqual(signV4(request, KEYS, { ...SCOPE, now: NOW }));
});

test('a session token is sent and signed', () => {
  const headers = signV4(
    { method: 'GET', host: HOST, path: '/' },
    { ...KEYS, sessionToken: 'token' },
    { ...SCOPE, now: NOW },
  );
  expect(headers['x-amz-security-token']).toBe('token');
  expect(headers.authorization).toContain('x-amz-security-token');
});

test('a query is sorted by its encoded form', () => {
  expect(queryText({ b: '2 *', a: "it's", 'a-b': '' })).toBe('a=it%27s&a-b=&b=2%20%2A');
});
