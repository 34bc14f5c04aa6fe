import { BIOLOGY_FIELDS, type BiologyField } from '@vcp/schema';
import type { Creator, DatasetProperty } from '../catalog/dataset.ts';
import { cleanText } from '../science/clean-text.ts';
import { hasType } from './json-ld.ts';
import { isRecord, type JsonValue } from './json-value.ts';

const DOI = /\b10\.\d{4,9}\/[^\s"'<>{}|\\^]+/;
const FIELDS: ReadonlySet<string> = new Set(BIOLOGY_FIELDS);

/** A text, the name or address of a thing (`{"name": …}`), or null. */
export function nameOf(value: JsonValue): string | null {
  if (!value.isRecord) return value.scalar();
  for (const key of ['name', 'title', 'text', 'url', '@id']) {
    const found = value.at(key);
    if (!found.isAbsent) return nameOf(found.items()[0] ?? found);
  }
  return null;
}

/** The names of all things in a list, each once. */
export function namesOf(value: JsonValue): readonly string[] {
  return [...new Set(value.items().map(nameOf))].filter((name) => name !== null);
}

/** The first http(s) address among the values. */
export function addressOf(...values: readonly JsonValue[]): string | null {
  for (const value of values.flatMap((each) => each.items())) {
    const text = nameOf(value.isRecord ? value.at('@id') : value);
    if (text !== null && /^https?:\/\//i.test(text) && URL.canParse(text)) return text;
  }
  return null;
}

/** The first DOI in any of the values. */
export function doiIn(...values: readonly JsonValue[]): string | null {
  for (const value of values.flatMap((each) => each.items())) {
    const text = value.isRecord ? JSON.stringify(value.value) : String(value.value);
    const doi = DOI.exec(text.slice(0, 10_000))?.[0].replace(/[.,;)\]]+$/, '');
    if (doi !== undefined) return cleanText(doi, 500);
  }
  return null;
}

/** Persons and organisations in every shape in which they are found; nameless ones are left out. */
export function creatorsIn(value: JsonValue): readonly Creator[] {
  return value.items().flatMap((item) => {
    const name = creatorName(item);
    if (name === null) return [];
    const isOrganization = isRecord(item.value) && hasType(item.value, 'Organization');
    const type = isOrganization ? 'Organization' : 'Person';
    return [{ type, name, url: addressOf(item.at('url'), item.at('sameAs'), item.at('@id')) }];
  });
}

function creatorName(item: JsonValue): string | null {
  const names = ['givenName', 'familyName'].map((key) => item.at(key).text(500));
  const whole = item.isRecord ? item.at('name').text(500) : item.text(500);
  return whole ?? (names.filter((name) => name !== null).join(' ') || null);
}

/** Keywords from a list, or from one text with commas. */
export function keywordsIn(value: JsonValue): readonly string[] {
  if (typeof value.value !== 'string') return namesOf(value);
  const parts = value.value.split(',').map((part) => cleanText(part, 500));
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** What is measured: biology under the names of the fields, the rest as properties. */
export function variablesIn(value: JsonValue): {
  readonly biology: Partial<Record<BiologyField, readonly string[]>>;
  readonly properties: readonly DatasetProperty[];
} {
  const biology: Partial<Record<BiologyField, readonly string[]>> = {};
  const properties: DatasetProperty[] = [];
  for (const item of value.items()) {
    const name = nameOf(item);
    if (name === null) throw item.refused('has no name');
    const held = item.at('value');
    if (isField(name)) biology[name] = namesOf(held);
    else properties.push({ name, value: held.value ?? null });
  }
  return { biology, properties };
}

/** A date or date and time of ISO 8601, null for anything else. */
export function dateIn(value: JsonValue): string | null {
  const text = nameOf(value);
  const isDate = text !== null && /^\d{4}(-\d\d(-\d\d([T ].*)?)?)?$/.test(text);
  return isDate && !Number.isNaN(Date.parse(text)) ? text : null;
}

function isField(name: string): name is BiologyField {
  return FIELDS.has(name);
}
