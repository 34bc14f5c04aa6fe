import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withSetting } from './edit.ts';
import { CONFIG_KEY_NAMES, definitionOf } from './keys.ts';
import { parseConfig } from './parse.ts';

test('comments, order and other keys stay', () => {
  const before = '# mine\naws:\n  # where\n  region: a # here\n\nfoo: bar\n';
  expect(withSetting(before, 'c', 'aws.region', 'b')).toBe(
    '# mine\naws:\n  # where\n  region: b # here\n\nfoo: bar\n',
  );
  expect(withSetting(before, 'c', 'transfer.files', 3)).toBe(`${before}transfer:\n  files: 3\n`);
});

test('a section without a value, an empty file and a file of comments get their key', () => {
  expect(withSetting('aws:\n', 'c', 'aws.region', 'b')).toContain('region: b');
  expect(withSetting('', 'c', 'aws.region', 'b')).toBe('aws:\n  region: b\n');
  expect(withSetting('# only\n', 'c', 'aws.region', 'b')).toContain('# only');
});

test('an alias is not changed behind the back of its anchor', () => {
  expect(() => withSetting('x: &x {region: a}\naws: *x\n', 'c', 'aws.region', 'b')).toThrow(
    'is an alias',
  );
});

test('whatever is set can be read again, and what was set before still stands', () => {
  const setting = fc.constantFrom(...CONFIG_KEY_NAMES).chain((key) => {
    const { type, choices = ['none'] } = definitionOf(key);
    const text = fc.string().filter((value) => !/[\p{Cc}]/u.test(value));
    const values = {
      text,
      url: fc.webUrl(),
      flag: fc.boolean(),
      count: fc.integer({ min: 1, max: 64 }),
      list: fc.array(text, { maxLength: 4 }),
      choice: fc.constantFrom(...choices),
    };
    return fc.tuple(fc.constant(key), values[type]);
  });
  fc.assert(
    fc.property(fc.array(setting, { maxLength: 8 }), (changes) => {
      let text = '# kept\nother: 1\n';
      for (const [key, value] of changes) text = withSetting(text, 'c', key, value);
      const { settings } = parseConfig(text, 'c');
      const expected = new Map(changes);
      for (const [key, value] of expected) expect(settings.get(key)?.value).toEqual(value);
      expect(settings.size).toBe(expected.size);
      expect(text).toContain('# kept');
    }),
    { numRuns: 40 },
  );
});
