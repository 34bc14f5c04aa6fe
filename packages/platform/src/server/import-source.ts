import { stat } from 'node:fs/promises';
import { InputError, NotFound } from '@vcp/schema/errors';
import type { S3Connection } from '@vcp/transfer';
import type { ImportEvent } from '../import/imported.ts';
import { type ImportSummary, saveImport } from '../import/save-import.ts';
import { openMigratedCatalog, type PlatformPlace } from './data-folder.ts';

export interface ImportSourceOptions {
  /** Of datasets whose description names none. */
  readonly namespace: string;
  readonly domain: string;
  /** For `s3://` sources. */
  readonly s3: S3Connection;
  readonly signal: AbortSignal;
  /** Each thing that is found, refused or noted, as it comes. */
  readonly onEvent: (event: ImportEvent) => void;
}

const DOCUMENT = /\.(json|jsonld|jsonl|ndjson)$/i;

/**
 * Imports what `source` is: an `s3://` prefix, a folder of data files and documents, or a document
 * (Croissant JSON-LD). Importing again updates.
 *
 * @throws NotFound when there is no such source
 * @throws InputError when it is of no kind that can be imported
 */
export async function importSource(
  place: PlatformPlace,
  source: string,
  options: ImportSourceOptions,
): Promise<ImportSummary> {
  const events = await eventsOf(source, options);
  const catalog = await openMigratedCatalog(place);
  try {
    return await saveImport(catalog, announced(events, options), options.onEvent, options.signal);
  } finally {
    await catalog.close();
  }
}

// Each reader is loaded when it is wanted: they are most of the code.
async function eventsOf(
  source: string,
  options: ImportSourceOptions,
): Promise<AsyncIterable<ImportEvent>> {
  if (/^s3:\/\//i.test(source)) {
    const { importS3Prefix } = await import('../import/import-s3-prefix.ts');
    return importS3Prefix(source, { ...options, connection: options.s3 });
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source))
    throw new InputError(`cannot import from ${source}`, {
      hint: 'Import a folder, a Croissant document on this machine, or s3://bucket/prefix.',
    });
  const found = await stat(source).catch(() => null);
  if (found === null) throw new NotFound(`there is no file or folder ${source}`);
  if (found.isDirectory()) {
    const { importFolder } = await import('../import/import-folder.ts');
    return importFolder(source, options);
  }
  if (DOCUMENT.test(source)) {
    const { importCroissant } = await import('../import/import-croissant.ts');
    return importCroissant(source, options);
  }
  throw new InputError(`${source} is no folder and no JSON document`, {
    hint: 'To import a data file, import the folder that it lies in.',
  });
}

async function* announced(
  events: AsyncIterable<ImportEvent>,
  { onEvent }: ImportSourceOptions,
): AsyncGenerator<ImportEvent> {
  for await (const event of events) {
    if (event.kind === 'dataset') onEvent(event);
    yield event;
  }
}
