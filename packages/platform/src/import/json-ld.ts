import { isRecord } from './json-value.ts';

const PREFIXES =
  /^((sc|schema|cr|dct|dcterms|rdfs):|https?:\/\/schema\.org\/|http:\/\/mlcommons\.org\/croissant\/(1\.\d\/)?|http:\/\/purl\.org\/dc\/terms\/)/;

/**
 * Brings JSON-LD as it is found in the world into one form, without looking up its contexts: keys
 * and types lose the prefixes of schema.org, Croissant and Dublin Core, `{"@value": x}` becomes x,
 * and of `{"@language": …}` variants the English one, else the first, is taken.
 */
export function plainJsonLd(value: unknown): unknown {
  if (Array.isArray(value)) return preferredLanguage(value).map(plainJsonLd);
  if (!isRecord(value)) return value;
  if ('@value' in value) return value['@value'];
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) {
    const name = key.startsWith('@') ? key : key.replace(PREFIXES, '');
    if (name === '@context') continue;
    // The name without prefix wins when both are there.
    if (name !== key && name in plain) continue;
    plain[name] = name === '@type' ? plainTypes(member) : plainJsonLd(member);
  }
  return plain;
}

/** The datasets that a document is about: itself, or the datasets in its `@graph`. */
export function datasetNodes(document: unknown): readonly unknown[] {
  if (!isRecord(document) || !Array.isArray(document['@graph'])) return [document];
  return document['@graph'].filter((node: unknown) => isRecord(node) && hasType(node, 'Dataset'));
}

/** Whether a node in plain form has the type. */
export function hasType(node: Record<string, unknown>, type: string): boolean {
  const types = node['@type'];
  return Array.isArray(types) ? types.includes(type) : types === type;
}

function plainTypes(types: unknown): unknown {
  if (typeof types === 'string') return types.replace(PREFIXES, '');
  return Array.isArray(types) ? types.map(plainTypes) : types;
}

function preferredLanguage(items: readonly unknown[]): readonly unknown[] {
  const variants = items.filter((item) => isRecord(item) && '@language' in item);
  if (variants.length < 2 || variants.length !== items.length) return items;
  const english = variants.find(
    (item) => isRecord(item) && String(item['@language']).toLowerCase().startsWith('en'),
  );
  return [english ?? variants[0]];
}
