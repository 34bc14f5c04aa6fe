import type { Fetch } from '@vcp/client';
import { FULL_CREDENTIALS, ODD_DATASETS, scriptedDataset } from '@vcp/testing/scripted-platform';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FinishedRun, type TestHome, testHome } from './test-run.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const files = [
  { url: 's3://bucket/a.h5ad', size: 10, sha256: 'a'.repeat(64) },
  { url: 'https://host/b.csv?X-Amz-Signature=1', size: '3 MB' },
];
const dataset = scriptedDataset(1, files);
const id = dataset.id;

/** A valid answer of each route, and the commands that read it. */
const CASES: readonly { readonly answer: Json; readonly commands: readonly string[][] }[] = [
  {
    answer: asJson({
      data: [dataset.item, ...ODD_DATASETS.map(({ item }) => item)],
      total: 7,
      limit: 10,
      cursor: null,
      credentials: null,
    }),
    commands: [[], ['--full'], ['--json'], ['--jsonl'], ['--csv']].map((form) => [
      'search',
      'x',
      ...form,
    ]),
  },
  {
    answer: asJson({ ...dataset.record, credentials: FULL_CREDENTIALS, distribution: null }),
    commands: [[], ['--json'], ['--full'], ['--raw']].map((form) => ['describe', id, ...form]),
  },
  {
    answer: asJson({
      field: 'tissue',
      query: '*',
      total_buckets: 2,
      facets: [
        { value: 'a', count: 1 },
        { value: 'b', count: 2 },
      ],
    }),
    commands: [[], ['--json'], ['--csv']].map((form) => ['summary', 'tissue', ...form]),
  },
  {
    answer: asJson({
      dataset_id: id,
      neuroglancer_url: 'https://v.example/#!{}',
      zarr_files: ['a'],
      dataset_label: 'L',
    }),
    commands: [
      ['preview', id],
      ['preview', id, '--json'],
    ],
  },
  {
    answer: asJson({
      credentials: { ...FULL_CREDENTIALS, expiration: '2030-01-01', region: null },
    }),
    commands: [
      ['credentials', id],
      ['credentials', id, '--json'],
    ],
  },
];

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

/** Values that an answer should not have, or not there. */
const intruder: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    2 ** 53,
    '',
    ' ',
    '-1',
    'NaN',
    '\u001b[2J\u009b\u202e\u0000',
    '\ud800',
    '../../etc/passwd',
    'javascript:alert(1)',
    's3://',
    '://',
    'x'.repeat(100_000),
    [],
    {},
    [[]],
    [null],
    [{}],
    { name: {} },
    { scheme: 7, path: null },
    { url: 'https://h/x', contentSize: { a: 1 } },
    { constructor: { prototype: { polluted: true } } },
    JSON.parse('{"__proto__":{"polluted":true}}'),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double({ noNaN: true }),
);

/** Every place in a value, as the names that lead there. */
function placesIn(
  value: Json,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([name, inner]) => placesIn(inner, [...path, name]))];
}

function replaceAt(
  value: Json,
  [name, ...rest]: readonly (string | number)[],
  put: Json | undefined,
): Json | undefined {
  if (name === undefined) return put;
  if (Array.isArray(value))
    return value.flatMap((inner, index) => {
      const next = index === name ? replaceAt(inner, rest, put) : inner;
      return next === undefined ? [] : [next];
    });
  if (value === null || typeof value !== 'object') return value;
  const inner = value[name];
  const next = inner === undefined ? undefined : replaceAt(inner, rest, put);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, old]) => {
      const kept = key === name ? next : old;
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

/** The text of an answer after some damage to its structure or to its bytes. */
const mutant = fc.constantFrom(...CASES).chain(({ answer, commands }) => {
  const text = JSON.stringify(answer);
  const structure = fc
    .array(
      fc.tuple(fc.constantFrom(...placesIn(answer)), fc.option(intruder, { nil: undefined })),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) =>
      JSON.stringify(
        changes.reduce<Json>((value, [place, put]) => replaceAt(value, place, put) ?? null, answer),
      ),
    );
  const bytes = fc
    .record({
      at: fc.nat(text.length),
      length: fc.nat(30),
      put: fc.oneof(
        fc.string({ maxLength: 10 }),
        fc.constantFrom(
          '',
          '{',
          '[',
          '"',
          ',',
          '\\',
          '\\u0000',
          '"__proto__":{},',
          '[['.repeat(60_000),
          'NaN',
          '1e999',
        ),
      ),
    })
    .map(({ at, length, put }) => text.slice(0, at) + put + text.slice(at + length));
  const body = fc.oneof({ weight: 3, arbitrary: structure }, { weight: 1, arbitrary: bytes });
  return fc.record({ body, words: fc.constantFrom(...commands) });
});

let home: TestHome;
beforeAll(async () => {
  home = await testHome('https://platform.example');
});
afterAll(() => home.remove());

async function runOn(body: string, words: readonly string[]): Promise<FinishedRun> {
  const fetch: Fetch = async () =>
    new Response(body, { headers: { 'content-type': 'application/json' } });
  return home.run(['data', ...words], { fetch, env: { VCP_TOKEN: 'token' } });
}

test('the answers are valid before they are damaged', async () => {
  for (const { answer, commands } of CASES)
    for (const words of commands)
      expect(await runOn(JSON.stringify(answer), words)).toMatchObject({ exitCode: 0 });
});

test('a thousand damaged answers: no crash, no hang, a clear error each', async () => {
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(mutant, async ({ body, words }) => {
      const { exitCode, stdout, stderr } = await runOn(body, words);
      if (exitCode !== 0) {
        failed += 1;
        // Wrong data from the platform; keys that are missing are its "no".
        expect([5, 7]).toContain(exitCode);
        expect(stderr).toMatch(/ERR_(BAD_ANSWER|FORBIDDEN)/);
        expect(stderr.length).toBeLessThan(3000);
      } else if (words.includes('--json') || words.includes('--raw') || words.includes('--full'))
        if (words[0] !== 'search' || words.includes('--json')) JSON.parse(stdout);
      // In a file CSV holds the exact text; everything else is safe to show anywhere.
      const shown = words.includes('--csv') ? stderr : stdout + stderr;
      expect(shown).not.toMatch(/(?![\r\n])\p{Cc}|\p{Bidi_Control}/u);
      expect({}).not.toHaveProperty('polluted');
    }),
    { numRuns: 1000 },
  );
  expect(failed).toBeGreaterThan(100);
}, 120_000);
