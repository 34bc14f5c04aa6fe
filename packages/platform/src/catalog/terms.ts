import { BIOLOGY_FIELDS } from '@vcp/schema/fields';
import { wordsOf } from '../query/words.ts';
import type { CatalogDataset } from './dataset.ts';
import type { TermField } from './term-fields.ts';

/** A value of a field of a dataset. */
export interface DatasetTerm {
  readonly field: TermField;
  readonly value: string;
  /** The place in the dataset's list; -1 for what is searched but not listed. */
  readonly position: number;
}

const NAMESPACE_TAG = 'namespace:';

/**
 * Every value by which a dataset is found with `field:value`. Its namespace counts as a tag
 * `namespace:…` too and such a tag as its namespace, so that both ways of asking find it. Of a
 * repeated value the first counts.
 */
export function termsOf(dataset: CatalogDataset): DatasetTerm[] {
  const terms = new Map<string, DatasetTerm>();
  const add = (field: TermField, value: string | null, position: number) => {
    const key = `${field}\0${value}`;
    if (value !== null && value !== '' && !terms.has(key))
      terms.set(key, { field, value, position });
  };
  const addList = (field: TermField, values: readonly string[]) => {
    for (const [position, value] of values.entries()) add(field, value, position);
  };
  for (const field of BIOLOGY_FIELDS) addList(field, dataset.biology[field]);
  addList('tags', dataset.tags);
  addList('scope', dataset.scopes);
  for (const { name } of dataset.creators) add('creator', name, -1);
  for (const field of [
    'domain',
    'namespace',
    'type',
    'org',
    'owner',
    'version',
    'license',
    'doi',
  ] as const)
    add(field, dataset[field], -1);
  add('tags', `${NAMESPACE_TAG}${dataset.namespace}`, -1);
  for (const tag of dataset.tags)
    if (tag.startsWith(NAMESPACE_TAG)) add('namespace', tag.slice(NAMESPACE_TAG.length), -1);
  return [...terms.values()];
}

/** The form in which patterns look at a value: its words, each with a blank on both sides. */
export function spacedWords(value: string): string {
  return ` ${wordsOf(value).join(' ')} `;
}
