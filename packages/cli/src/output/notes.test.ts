import { expect, test } from 'vitest';
import { testContext } from '../test-surroundings.ts';
import { debug, note, warn } from './notes.ts';

test('talk goes to stderr, escaped and without secrets', () => {
  const context = testContext();
  note(context, 'a\x1b[2J');
  warn(context, 'see https://user:geheim@host/');
  expect(context.stdout.text).toBe('');
  expect(context.stderr.text).toBe('a\\x1b[2J\nwarning: see https://****@host/\n');
});

test('--quiet silences notes and warnings, --debug opens debug lines', () => {
  const quiet = testContext({ globals: { quiet: true } });
  note(quiet, 'a');
  warn(quiet, 'b');
  debug(quiet, 'c');
  expect(quiet.stderr.text).toBe('');
  const open = testContext({ globals: { debug: true } });
  debug(open, 'GET /');
  expect(open.stderr.text).toBe('debug: GET /\n');
});
