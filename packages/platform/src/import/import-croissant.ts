import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, NotFound } from '@vcp/schema';
import type { StoredFile } from '../files/stored-files.ts';
import { isApiRecord, readApiRecord } from './api-record.ts';
import { type DescribedDataset, type ImportDefaults, readCroissant } from './croissant-document.ts';
import { isAboutTheFile } from './file-problem.ts';
import { type ImportEvent, noFiles, theseFiles } from './imported.ts';
import { type JsonDocument, jsonDocuments } from './json-documents.ts';
import { datasetNodes, plainJsonLd } from './json-ld.ts';
import { JsonValue } from './json-value.ts';
import { locateFiles } from './local-files.ts';

export interface CroissantOptions extends ImportDefaults {
  readonly signal?: AbortSignal;
}

const DOCUMENT = /\.(json|jsonld|jsonl|ndjson)$/i;

/**
 * Reads dataset documents: Croissant or other schema.org JSON-LD, and records of the data API. The
 * source is a file with one, a list, or JSON Lines of them, or a folder of such files (with its
 * sub-folders). Files that a document names by a relative address are served from where they lie.
 * A bad document is refused with its place; the others go on.
 * Throws {@link NotFound} when there is no such source.
 */
export async function* importCroissant(
  source: string,
  options: CroissantOptions,
): AsyncGenerator<ImportEvent, void, undefined> {
  for await (const file of documentFiles(source)) {
    for await (const document of jsonDocuments(file)) {
      options.signal?.throwIfAborted();
      yield* datasetsIn(document, file, options);
    }
  }
}

async function* documentFiles(source: string): AsyncGenerator<string, void, undefined> {
  const found = await stat(source).catch(() => null);
  if (found === null) throw new NotFound(`there is no file or folder ${source}`);
  if (!found.isDirectory()) {
    yield source;
    return;
  }
  const entries = await readdir(source, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && DOCUMENT.test(entry.name));
  if (files.length === 0) throw new NotFound(`there is no JSON document in ${source}`);
  yield* files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

async function* datasetsIn(
  document: JsonDocument,
  file: string,
  options: CroissantOptions,
): AsyncGenerator<ImportEvent, void, undefined> {
  const { source } = document;
  try {
    if ('reason' in document) throw new InputError(document.reason);
    for (const described of describedIn(document.value, options)) {
      yield* imported(described, file, source, options);
    }
  } catch (error) {
    if (!isAboutTheFile(error)) throw error;
    yield { kind: 'refused', source, reason: error.message };
  }
}

function* describedIn(document: unknown, options: CroissantOptions): Generator<DescribedDataset> {
  const value = new JsonValue(document);
  if (isApiRecord(value)) {
    yield readApiRecord(value, options);
    return;
  }
  const nodes = datasetNodes(plainJsonLd(document));
  if (nodes.length === 0) throw new InputError('there is no Dataset in its @graph');
  for (const node of nodes) yield readCroissant(new JsonValue(node), options);
}

async function* imported(
  { dataset, files }: DescribedDataset,
  file: string,
  source: string,
  { signal }: CroissantOptions,
): AsyncGenerator<ImportEvent, void, undefined> {
  const located = await locateFiles(dataset.id, file, files.local, signal);
  const locations = [...located.map(({ location }) => location), ...dataset.locations];
  const stored: StoredFile[] = located.map((each) => each.file);
  for (const reason of files.notes) yield { kind: 'note', source, reason };
  yield {
    kind: 'dataset',
    source,
    dataset: { ...dataset, locations },
    files: stored.length === 0 ? noFiles() : theseFiles(stored),
  };
}
