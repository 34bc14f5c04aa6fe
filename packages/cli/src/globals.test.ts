import { UsageError } from '@vcp/schema/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GLOBAL_FLAGS, scanGlobals } from './globals.ts';

test('global flags are found wherever they stand, with the value after a space or an equals sign', () => {
  const words = ['data', '--config', 'a.yaml', 'search', '--platform=http://x', 'lung', '--quiet'];
  const { globals, rest } = scanGlobals(words, {});
  expect(globals).toMatchObject({
    config: 'a.yaml',
    platform: 'http://x',
    quiet: true,
    debug: false,
  });
  expect(rest).toEqual(['data', 'search', 'lung']);
});

test('what follows -- belongs to the command', () => {
  const { globals, rest } = scanGlobals(['track', 'run', '--', 'python', '--debug'], {});
  expect(globals.debug).toBe(false);
  expect(rest).toEqual(['track', 'run', '--', 'python', '--debug']);
});

test('variables stand in for flags, and the flag wins', () => {
  const env = { VCP_CONFIG: 'env.yaml', NO_COLOR: '1' };
  expect(scanGlobals([], env).globals).toMatchObject({ config: 'env.yaml', noColor: true });
  expect(scanGlobals(['--config', 'flag.yaml'], env).globals.config).toBe('flag.yaml');
});

test.each([[['--config']], [['--config', '--quiet']], [['--platform=']], [['--debug=yes']]])(
  '%j is refused',
  (words) => {
    expect(() => scanGlobals(words, {})).toThrow(UsageError);
  },
);

test('errors become JSON when the command is asked for JSON', () => {
  expect(scanGlobals(['data', 'search', 'x', '--json'], {}).globals.json).toBe(true);
  expect(scanGlobals(['run', '--', '--json'], {}).globals.json).toBe(false);
});

test('every other word comes through in its order', () => {
  const names = GLOBAL_FLAGS.map(({ name }) => `--${name}`);
  const word = fc
    .string()
    .filter((text) => !names.some((name) => text.startsWith(name)) && text !== '--');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(scanGlobals(words, {}).rest).toEqual(words);
    }),
  );
});
