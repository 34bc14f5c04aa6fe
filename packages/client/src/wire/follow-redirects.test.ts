import { BadAnswer, InputError } from '@vcp/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fetch } from './fetch.ts';
import { checkedUrl, followRedirects, isLoopback } from './follow-redirects.ts';

interface Sent {
  readonly url: string;
  readonly authorization: string | null;
  readonly method: string;
}

/** A network of fixed redirects that remembers what it was sent. */
function network(redirects: Readonly<Record<string, string>>, status = 302) {
  const sent: Sent[] = [];
  const fetch: Fetch = async (input, { headers, method }) => {
    const url = String(input);
    sent.push({ url, authorization: headers.Authorization ?? null, method });
    const location = redirects[url];
    return location === undefined
      ? new Response('{}')
      : new Response(null, { status, headers: { location } });
  };
  return { fetch, sent };
}

function get(url: string) {
  const authorization = 'Bearer token';
  return { method: 'GET', url: new URL(url), headers: {}, authorization, body: null } as const;
}

const { signal } = new AbortController();

test('the token stays with its origin', async () => {
  const { fetch, sent } = network({
    'https://a.example/1': '/2',
    'https://a.example/2': 'https://b.example/3',
    'https://b.example/3': 'https://a.example:8443/4',
  });
  expect((await followRedirects(fetch, get('https://a.example/1'), signal)).status).toBe(200);
  expect(sent.map(({ url, authorization }) => [url, authorization])).toEqual([
    ['https://a.example/1', 'Bearer token'],
    ['https://a.example/2', 'Bearer token'],
    ['https://b.example/3', null],
    ['https://a.example:8443/4', null],
  ]);
});

test('five redirects are followed, the sixth is not', async () => {
  const chain = (length: number) =>
    Object.fromEntries(Array.from({ length }, (_, i) => [`https://a.example/${i}`, `/${i + 1}`]));
  const five = network(chain(5));
  await followRedirects(five.fetch, get('https://a.example/0'), signal);
  expect(five.sent).toHaveLength(6);
  const six = network(chain(6));
  await expect(followRedirects(six.fetch, get('https://a.example/0'), signal)).rejects.toThrow(
    'redirects more than 5 times',
  );
  expect(six.sent).toHaveLength(6);
});

test.each([
  'http://a.example/',
  'http://127.0.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'data:application/json,{}',
  'ftp://a.example/',
  'https://user:pass@a.example/',
  'https://',
])('a redirect from https to %s is refused', async (location) => {
  const { fetch, sent } = network({ 'https://a.example/': location });
  const answer = followRedirects(fetch, get('https://a.example/'), signal);
  await expect(answer).rejects.toThrow(BadAnswer);
  expect(sent).toHaveLength(1);
});

test('from this machine a redirect leads to https or stays here', async () => {
  const here = network({
    'http://127.0.0.1:1/': 'http://localhost:2/',
    'http://localhost:2/': 'https://a.example/',
  });
  await followRedirects(here.fetch, get('http://127.0.0.1:1/'), signal);
  expect(here.sent).toHaveLength(3);
  const out = network({ 'http://127.0.0.1:1/': 'http://169.254.169.254/' });
  await expect(followRedirects(out.fetch, get('http://127.0.0.1:1/'), signal)).rejects.toThrow(
    BadAnswer,
  );
});

test('a POST is sent on only by 307 and 308, and only to its own origin', async () => {
  const post = { ...get('https://a.example/'), method: 'POST', body: '{}' } as const;
  for (const status of [301, 302, 303])
    await expect(
      followRedirects(network({ 'https://a.example/': '/x' }, status).fetch, post, signal),
    ).rejects.toThrow(BadAnswer);
  const kept = network({ 'https://a.example/': '/x' }, 307);
  await followRedirects(kept.fetch, post, signal);
  expect(kept.sent[1]).toMatchObject({ url: 'https://a.example/x', method: 'POST' });
  const away = network({ 'https://a.example/': 'https://b.example/' }, 308);
  await expect(followRedirects(away.fetch, post, signal)).rejects.toThrow(BadAnswer);
});

test.each([
  'http://a.example/v1',
  'ftp://a',
  'file:///x',
  'nonsense',
  '',
  'https://u@h/',
  'http://127.0.0.1.evil.example/',
  'http://[::2]/',
])('the address %j is refused', (address) => {
  expect(() => checkedUrl(address)).toThrow(InputError);
});

test.each([
  'https://a.example/v1',
  'http://127.0.0.1:80/x',
  'http://localhost:3',
  'http://[::1]:3',
  'http://0x7f.1/',
])('the address %s may be asked', (address) => {
  expect(checkedUrl(address).href).toBe(new URL(address).href);
});

test('no other host name counts as this machine', () => {
  fc.assert(
    fc.property(fc.domain(), (domain) => {
      expect(isLoopback(domain)).toBe(false);
      expect(isLoopback(`127.0.0.1.${domain}`)).toBe(false);
    }),
  );
});

test('a refused address never shows its password', () => {
  expect(() => checkedUrl('https://user:hunter2@a.example/')).toThrow(/^((?!hunter2).)*$/s);
});
