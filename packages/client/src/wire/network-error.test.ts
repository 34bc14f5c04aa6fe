import { expect, test } from 'vitest';
import { networkError } from './network-error.ts';

const ORIGIN = 'https://platform.example';
const withCode = (code: string, more: object = {}) =>
  Object.assign(new Error(`low level: ${code}`), { code, ...more });

test.each([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('the certificate fault %s is final and told as such', (code) => {
  for (const error of [withCode(code), new TypeError('fetch failed', { cause: withCode(code) })]) {
    const { message, canRetry, hint } = networkError(error, ORIGIN);
    expect(message).toBe(`cannot reach ${ORIGIN}: its certificate is not valid (${code})`);
    expect(canRetry).toBe(false);
    expect(hint).toContain('NODE_EXTRA_CA_CERTS');
  }
});

test.each(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'])(
  'a server that does not speak TLS (%s) is told as such, on one line',
  (code) => {
    const cause = Object.assign(new Error('write EPROTO 40:error:0A00010B:SSL:\n'), { code });
    const { message, canRetry, hint } = networkError(new TypeError('x', { cause }), ORIGIN);
    expect(message).toBe(`cannot reach ${ORIGIN}: it does not speak TLS as https:// needs it`);
    expect(canRetry).toBe(false);
    expect(hint).toContain('http://');
  },
);

test.each([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'the host name is not known'],
  ['ECONNRESET', 'the connection was cut'],
  ['UND_ERR_BODY_TIMEOUT', 'it stopped in the middle of its answer'],
  ['HPE_HEADER_OVERFLOW', 'the headers of its answer are too large'],
])('%s may pass, and is told as "%s"', (code, reason) => {
  const error = networkError(new TypeError('fetch failed', { cause: withCode(code) }), ORIGIN);
  expect(error).toMatchObject({ message: `cannot reach ${ORIGIN}: ${reason}`, canRetry: true });
});

test('of several addresses that were tried, the first known reason counts', () => {
  const tried = new AggregateError([withCode('EUNKNOWN'), withCode('ECONNREFUSED')]);
  expect(networkError(tried, ORIGIN).message).toContain('nothing listens there');
});

test('anything else keeps its words and its cause', () => {
  const cause = new Error('the reason');
  const error = networkError(new TypeError('outer', { cause }), ORIGIN);
  expect(error.message).toContain('the reason');
  expect(networkError('a text', ORIGIN).message).toContain('a text');
});
