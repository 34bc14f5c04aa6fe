import { ConfigError } from '@vcp/schema/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig } from './parse.ts';

function settings(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, { value }] of parseConfig(text, 'c.yaml').settings) found[key] = value;
  return found;
}

function failure(text: string): string {
  try {
    parseConfig(text, 'c.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no failure';
}

test('known keys are read with the line that they stand on', () => {
  const text =
    '# mine\ndata_api:\n  base_url: https://a.b/v1\naws:\n  cognito:\n    flow: password\n';
  const { settings: found } = parseConfig(text, 'c.yaml');
  expect(found.get('data_api.base_url')).toEqual({ value: 'https://a.b/v1', line: 3 });
  expect(found.get('aws.cognito.flow')).toEqual({ value: 'password', line: 6 });
});

test.each([
  '',
  '# only a comment\n',
  '---\n',
  'null\n',
  'data_api:\n',
  'data_api:\n  base_url:\n',
  '\uFEFFdata_api:\n',
])('%j says nothing, and is fine', (text) => {
  expect(settings(text)).toEqual({});
});

test('unknown keys are told with their lines, and their contents are not looked at', () => {
  const { unknown } = parseConfig(
    'data_apo:\n  x: [1]\ndata_api:\n  url: x\n__proto__:\n  a: 1\n',
    'c',
  );
  expect(unknown).toEqual([
    { key: 'data_apo', line: 1 },
    { key: 'data_api.url', line: 4 },
    { key: '__proto__', line: 5 },
  ]);
});

describe('broken YAML is one line with file, line and column', () => {
  test.each([
    ['data_api: [1, 2\nx: y', /^c\.yaml:\d+:\d+: broken YAML: /],
    ['data_api:\n\tbase_url: x', /^c\.yaml:2:\d+: broken YAML: /],
    ['a: b: c', /^c\.yaml:1:\d+: broken YAML: /],
    ['"open', /^c\.yaml:1:\d+: broken YAML: /],
    ['transfer:\n  files: 1\n  files: 2\n', /^c\.yaml:3:\d+: broken YAML: .*unique/],
    ['a: 1\n---\nb: 2\n', /^c\.yaml:\d+:\d+: broken YAML: /],
  ])('%j', (text, message) => {
    expect(failure(text)).toMatch(message);
    expect(failure(text)).not.toContain('\n');
  });
});

describe('a value of the wrong type names key, file and line', () => {
  test.each([
    ['data_api: 3', 'c.yaml:1: data_api must be a mapping'],
    ['[1, 2]', 'c.yaml:1: the file must be a mapping of sections'],
    ['transfer:\n  files: many', 'c.yaml:2: transfer.files must be a whole number from 1 to 256'],
    ['transfer:\n  files: 0', 'c.yaml:2: transfer.files must be a whole number from 1 to 256'],
    ['transfer:\n  files: 1.5', 'c.yaml:2: transfer.files must be a whole number from 1 to 256'],
    [
      'feature_flags:\n  data_command: no',
      'c.yaml:2: feature_flags.data_command must be true or false',
    ],
    ['aws:\n  region: 5', 'c.yaml:2: aws.region must be a text (put it in quotes)'],
    [
      'aws:\n  cognito:\n    flow: telepathy',
      'c.yaml:3: aws.cognito.flow must be one of web, password',
    ],
    [
      'aws:\n  cognito:\n    scopes: openid',
      'c.yaml:3: aws.cognito.scopes must be a list of texts',
    ],
    ['data_api:\n  base_url: {a: b}', /^c\.yaml:2: data_api\.base_url must be a URL/],
    ['data_api:\n  base_url: ftp://x', /must be a URL/],
    ['data_api:\n  base_url: "https://user:secret@x"', /must be a URL/],
    ['aws: *nobody\n', 'c.yaml:1: *nobody must be the name of an anchor'],
    ['aws:\n  region: !!js/function "x"', /aws\.region must be a text/],
  ])('%j', (text, message) => {
    expect(failure(text)).toMatch(message);
  });
});

describe('hostile files', () => {
  test('an alias bomb stays small', () => {
    const levels = 'abcdefghi'.split('');
    const bomb = levels.map((name, index) => {
      const inner = index === 0 ? '"lol"' : `*${levels[index - 1]}`;
      return `${name}: &${name} [${Array(9).fill(inner).join(',')}]`;
    });
    expect(failure(`${bomb.join('\n')}\naws: {cognito: {scopes: *i}}`)).toContain('scopes must be');
    expect(settings(`x: &x {y: *x}\naws: *x`)).toEqual({});
  });

  test('a section may be an alias, but not many', () => {
    expect(settings('x: &x {region: us-west-1}\naws: *x')).toEqual({ 'aws.region': 'us-west-1' });
    const many = Array.from({ length: 40 }, (_, index) => `k${index}: *x`).join('\n');
    expect(failure(`x: &x 1\n${many}`)).toContain('at most 32 aliases');
  });

  test.each(['[', '{a: ', '- '])('nesting by %j thousands deep ends, and soon', (open) => {
    const text = `aws: ${open === '- ' ? '\n' : ''}${open.repeat(20_000)}`;
    expect(failure(text)).toMatch(/c\.yaml.*(nested too deeply|broken YAML|must be a mapping)/);
  });

  test('a merge key and a prototype change nothing', () => {
    expect(settings('x: &x {region: evil}\naws:\n  <<: *x\n')).toEqual({});
    expect(settings('__proto__: {aws: {region: evil}}\nconstructor: {prototype: 1}\n')).toEqual({});
    expect(Reflect.get({}, 'aws')).toBeUndefined();
  });

  test('control characters are refused', () => {
    expect(failure('aws:\n  region: "a\\e[2J"')).toContain('aws.region must be a text');
  });

  test('any text at all is read or refused, nothing else', () => {
    const piece = fc.constantFrom(
      'aws:',
      '\n  ',
      'region: ',
      '*a',
      '&a ',
      '[',
      '{',
      ']',
      '}',
      '- ',
      '? ',
      ': ',
      '|\n',
      '"',
      "'",
      '!!',
      '#',
      '\t',
      '%',
      '---\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(typeof failure(pieces.join(''))).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});
