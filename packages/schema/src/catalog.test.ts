import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CredentialsAnswer, DatasetRecord, SearchPage, Summary } from './catalog.ts';

const item = { internal_id: 'a'.repeat(20), name: 'Blood' };

describe('a page of search results', () => {
  test('needs nothing but ids', () => {
    const page = SearchPage.parse({ data: [{ internal_id: 'x' }] });
    expect(page).toMatchObject({ total: null, limit: null, cursor: null });
    expect(page.data[0]).toMatchObject({ name: 'x', locations: [], tags: [], tissue: [] });
  });

  test('reads one text or null where a list of texts belongs', () => {
    const page = SearchPage.parse({
      data: [{ ...item, tissue: 'blood', assay: null, tags: null }],
    });
    expect(page.data[0]).toMatchObject({ tissue: ['blood'], assay: [], tags: [] });
  });

  test('takes label for a missing name, and numbers in text', () => {
    const page = SearchPage.parse({
      data: [{ internal_id: 'x', label: 'L' }],
      total: '12',
      limit: 10.0,
    });
    expect(page.data[0]?.name).toBe('L');
    expect(page).toMatchObject({ total: 12, limit: 10 });
  });

  test('survives a location with an odd size', () => {
    const locations = [
      { url: 'https://h/a', contentSize: 1.5 },
      { url: 'https://h/b', contentSize: '3 MB' },
    ];
    expect(SearchPage.safeParse({ data: [{ ...item, locations }] }).success).toBe(true);
  });

  test('keeps fields that it does not know', () => {
    const page = SearchPage.parse({ data: [{ ...item, novel: 1 }] });
    expect(page.data[0]).toHaveProperty('novel', 1);
  });

  test.each([
    [null],
    ['text'],
    [[]],
    [{ data: {} }],
    [{ data: [{}] }],
    [{ data: [], total: 'many' }],
  ])('refuses %j', (answer) => expect(SearchPage.safeParse(answer).success).toBe(false));

  test('never throws anything but its own refusal, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (answer) => {
        for (const schema of [SearchPage, DatasetRecord, CredentialsAnswer, Summary])
          expect(() => schema.safeParse(answer)).not.toThrow();
      }),
    );
  });
});

describe('a record', () => {
  test('needs only its id', () => {
    expect(DatasetRecord.parse({ internal_id: 'x' })).toMatchObject({
      locations: [],
      md: null,
      credentials: null,
    });
  });

  test('reads creators, licences and properties of any shape', () => {
    const md = {
      creator: 'somebody',
      license: ['a', 'b'],
      variableMeasured: [{ name: 'tissue', value: ['blood', 1] }],
      distribution: [{ contentUrl: 'https://h/a', contentSize: '1 KB', encodingFormat: ['x'] }],
    };
    const record = DatasetRecord.parse({ internal_id: 'x', md });
    expect(record.md?.distribution[0]).toMatchObject({ encodingFormat: 'x', sha256: null });
  });
});

describe('credentials', () => {
  const triple = { access_key_id: 'a', secret_access_key: 'b', session_token: 'c' };

  test('are three texts', () => {
    expect(CredentialsAnswer.parse({ credentials: triple }).credentials).toMatchObject(triple);
  });

  test.each([[{}], [{ credentials: null }], [{ credentials: {} }]])('are absent in %j', (answer) =>
    expect(CredentialsAnswer.parse(answer).credentials).toBeNull(),
  );

  test('are refused with a part missing', () => {
    const { session_token: _, ...two } = triple;
    expect(CredentialsAnswer.safeParse({ credentials: two }).success).toBe(false);
  });
});
