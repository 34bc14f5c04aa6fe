import { SUMMARY_FIELDS, type SummaryField } from '@vcp/schema/fields';
import { seededRandom, zipfPicker } from './random.ts';
import * as vocabulary from './vocabulary.ts';

/** A kind of question and a query of it. */
export interface Question {
  readonly kind: string;
  readonly query: string;
}

/**
 * Different queries as people and clients ask them, in a fixed order: half of them with the clause
 * that clients append.
 */
export function searchQuestions(count: number, seed = 2): Question[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[], shift?: number) => zipfPicker(list, random, shift);
  const [organism, tissue, cellType] = [
    pick(vocabulary.ORGANISMS),
    pick(vocabulary.TISSUES, 4),
    pick(vocabulary.CELL_TYPES, 20),
  ];
  const [disease, assay, prose] = [
    pick(vocabulary.DISEASES, 3),
    pick(vocabulary.ASSAYS, 3),
    pick(vocabulary.PROSE, 15),
  ];
  const [namespace, family] = [pick(vocabulary.NAMESPACES), pick(vocabulary.FAMILY_NAMES, 20)];
  const kinds: readonly (readonly [string, () => string])[] = [
    ['one word', prose],
    ['two words', () => `${prose()} ${prose()}`],
    ['tissue as text', tissue],
    ['tissue and disease as text', () => `${tissue()} ${disease()}`],
    ['three words', () => `${prose()} ${prose()} ${prose()}`],
    ['phrase', () => `"${cellType()}"`],
    ['beginning of a word', () => `${prose().slice(0, 5)}*`],
    ['field', () => `tissue:${tissue()}`],
    ['cell type', () => `cell_type:"${cellType()}"`],
    ['two fields', () => `organism:"${organism()}" AND tissue:${tissue()}`],
    [
      'three fields',
      () => `organism:"${organism()}" AND disease:${disease()} AND assay:"${assay()}"`,
    ],
    ['field and text', () => `${prose()} disease:${disease()}`],
    ['either', () => `(tissue:${tissue()} OR tissue:${tissue()}) AND NOT disease:normal`],
    ['namespace', () => `${tissue()} AND namespace:${namespace()}`],
    ['wildcard in a field', () => `cell_type:*${cellType().slice(-6)}`],
    ['range', () => `tissue:${tissue()} AND cell_count:>=${Math.floor(10 ** (3 + random() * 3))}`],
    ['dates', () => `${prose()} published:[2020 TO 2022]`],
    ['creator', () => `creator:${family()}`],
    ['everything of an organism', () => `organism:"${organism()}"`],
    [
      'identifier',
      () =>
        `id:5eed0000-0000-4000-8000-${Math.floor(random() * 100_000)
          .toString(16)
          .padStart(12, '0')}`,
    ],
  ];
  const questions = new Map<string, Question>();
  questions.set('*', { kind: 'everything', query: '*' });
  for (let turn = 0; questions.size < count && turn < count * 20; turn += 1) {
    const [kind, make] = kinds[turn % kinds.length] ?? ['one word', prose];
    const query = random() < 0.5 ? `${make()} AND latest_version:true` : make();
    if (!questions.has(query)) questions.set(query, { kind, query });
  }
  return [...questions.values()];
}

/** Facet questions: every field, for everything, for common and for rare restrictions. */
export function facetQuestions(): { field: SummaryField; query: string }[] {
  const restrictions = [
    '*',
    '* AND latest_version:true',
    'organism:"Homo sapiens" AND latest_version:true',
    'organism:"Mus musculus"',
    'tissue:blood AND latest_version:true',
    'disease:normal',
    'lung COVID-19',
    'cells AND latest_version:true',
    'namespace:cellxgene AND latest_version:true',
    'assay:10x AND latest_version:true',
    'tissue:hard palate',
  ];
  return restrictions.flatMap((query) => SUMMARY_FIELDS.map((field) => ({ field, query })));
}
