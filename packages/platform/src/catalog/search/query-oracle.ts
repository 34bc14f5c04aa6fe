import type { Bound, QueryNode, RangeNode, TextNode } from '../../query/node.ts';
import { wordsOf } from '../../query/words.ts';
import type { CatalogDataset } from '../dataset.ts';
import { cellCount, publishedTime } from '../dataset-row.ts';
import { spacedWords, termsOf } from '../terms.ts';
import { labelsOf } from '../text-index.ts';

/** Whether the dataset matches, by looking at every word: what the databases must agree with. */
export function matchesQuery(dataset: CatalogDataset, node: QueryNode): boolean {
  switch (node.kind) {
    case 'all':
      return true;
    case 'text':
      return textsOf(dataset, node.field).some((text) => holdsPhrase(wordsOf(text), node));
    case 'label': {
      const pattern = new RegExp(` ${node.words.join(' ').replaceAll('*', '.*')} `, 'u');
      return termsOf(dataset).some(
        ({ field, value }) => field === node.field && pattern.test(spacedWords(value)),
      );
    }
    case 'exists':
      return hasField(dataset, node.field);
    case 'flag':
      return dataset.latestVersion === node.value;
    case 'exact':
      return (node.field === 'id' ? dataset.id : dataset.externalId) === node.value;
    case 'range':
      return isBetween(
        node,
        node.field === 'published' ? publishedTime(dataset) : cellCount(dataset),
      );
    case 'not':
      return !matchesQuery(dataset, node.node);
    case 'and':
      return node.nodes.every((one) => matchesQuery(dataset, one));
    case 'or':
      return node.nodes.some((one) => matchesQuery(dataset, one));
  }
}

/** Whether who holds the scopes may see it. */
export function isVisible({ scopes }: CatalogDataset, held: readonly string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => held.includes(scope));
}

function textsOf(dataset: CatalogDataset, field: TextNode['field']): string[] {
  const description = dataset.description === null ? [] : [dataset.description];
  if (field === 'name') return [dataset.name];
  if (field === 'description') return description;
  return [dataset.name, ...labelsOf(dataset), ...description];
}

function holdsPhrase(words: readonly string[], { words: wanted, prefix }: TextNode): boolean {
  return words.some((_, start) =>
    wanted.every((one, index) => {
      const word = words[start + index];
      return prefix && index === wanted.length - 1 ? word?.startsWith(one) : word === one;
    }),
  );
}

function hasField(dataset: CatalogDataset, field: string): boolean {
  switch (field) {
    case 'name':
      return dataset.name !== '';
    case 'description':
      return (dataset.description ?? '') !== '';
    case 'cell_count':
      return cellCount(dataset) !== null;
    case 'published':
      return publishedTime(dataset) !== null;
    default:
      return termsOf(dataset).some((term) => term.field === field);
  }
}

function isBetween({ from, to }: RangeNode, value: number | null): boolean {
  if (value === null) return false;
  const above = (bound: Bound) => value > bound.value || (bound.inclusive && value === bound.value);
  const below = (bound: Bound) => value < bound.value || (bound.inclusive && value === bound.value);
  return (from === null || above(from)) && (to === null || below(to));
}
