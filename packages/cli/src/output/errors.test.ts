import { DigestMismatch, UsageError, WrongQuery } from '@vcp/schema/errors';
import { describe, expect, test } from 'vitest';
import { formatError } from './errors.ts';
import { toVcpError } from './foreign-errors.ts';

const PLAIN = { debug: false, color: false, json: false };
const TOKEN = 'Bearer abcdef0123456789';

describe('formatError', () => {
  test('says what happened, the code and what to do', () => {
    const error = new UsageError('--limit cannot be "x"', { hint: 'Give a number.' });
    expect(formatError(error, PLAIN)).toBe(
      'error: --limit cannot be "x" (ERR_USAGE)\nhint: Give a number.',
    );
  });

  test('masks secrets and shows control characters, in messages, hints, stacks and causes', () => {
    const cause = new Error(`GET https://x/y?X-Amz-Signature=0123456789abcdef ${TOKEN}`);
    const error = new UsageError(`\x1b[2J ${TOKEN}`, { hint: `try ${TOKEN}`, cause });
    for (const json of [true, false]) {
      const text = formatError(error, { debug: true, color: false, json });
      expect(text).not.toContain('abcdef0123456789');
      expect(text).not.toContain('0123456789abcdef');
      expect(text).not.toContain('\x1b');
    }
  });

  test('points at the place in a query, whatever is before it', () => {
    const wrong = (query: string, position: number) =>
      formatError(new WrongQuery('it is wrong', { query, position, hint: 'Mend it.' }), PLAIN);
    expect(wrong('tissue:(', 8)).toBe(
      'error: it is wrong (ERR_INPUT)\n  tissue:(\n          ^\nhint: Mend it.',
    );
    expect(wrong('tisue:lung', 0)).toContain('\n  tisue:lung\n  ^\n');
    expect(wrong('"脳" AND', 5)).toContain('\n  "脳" AND\n   \u3000   ^\n');
    expect(wrong('a\x1b[2J AND', 6)).toContain('\n  a\\x1b[2J AND\n           ^\n');
    const long = wrong(`${'x'.repeat(300)}(${'y'.repeat(300)}`, 300).split('\n');
    expect(long[1]?.length).toBeLessThan(80);
    expect(long[1]?.[long[2]?.indexOf('^') ?? -1]).toBe('(');
  });

  test('with --debug the whole chain of causes is there, also of a ring', () => {
    const inner = new Error('inner');
    const outer = new Error('outer', { cause: new AggregateError([inner], 'middle') });
    inner.cause = outer;
    const text = formatError(outer, { ...PLAIN, debug: true });
    expect(text).toMatch(/outer[\s\S]*middle[\s\S]*inner/);
    expect(formatError(outer, PLAIN)).not.toContain('inner');
  });

  test('as JSON it is one line with code, message, hint and exit status', () => {
    const text = formatError(new DigestMismatch('bytes differ'), { ...PLAIN, json: true });
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      error: { code: 'ERR_DIGEST_MISMATCH', message: 'bytes differ', hint: null, exitCode: 6 },
    });
  });
});

describe('errors of others get a code', () => {
  const coded = (code: string): Error => Object.assign(new Error(`${code}: it`), { code });
  test.each([
    [coded('ENOSPC'), 'ERR_DISK_FULL', 1],
    [coded('EACCES'), 'ERR_FILE_SYSTEM', 1],
    [coded('ENOENT'), 'ERR_NOT_FOUND', 1],
    [coded('ECONNREFUSED'), 'ERR_NETWORK', 7],
    [coded('CERT_HAS_EXPIRED'), 'ERR_NETWORK', 7],
    [coded('EADDRINUSE'), 'ERR_CONFLICT', 1],
    [coded('ERR_SQLITE_ERROR'), 'ERR_DATABASE', 1],
    [new TypeError('fetch failed', { cause: coded('ENOTFOUND') }), 'ERR_NETWORK', 7],
    [new AggregateError([coded('ECONNREFUSED')], ''), 'ERR_NETWORK', 7],
    [new DOMException('stop', 'AbortError'), 'ERR_INTERRUPTED', 130],
    [new DOMException('slow', 'TimeoutError'), 'ERR_NETWORK', 7],
    [new RangeError('a bug'), 'ERR_FAILED', 1],
    ['a text', 'ERR_FAILED', 1],
    [undefined, 'ERR_FAILED', 1],
  ])('%s', (error, code, exitCode) => {
    expect(toVcpError(error)).toMatchObject({ code, exitCode });
  });

  test('the original is kept as the cause', () => {
    const error = coded('EIO');
    expect(toVcpError(error).cause).toBe(error);
  });
});
