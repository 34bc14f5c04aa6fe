import { DatasetRecord } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import { ask, readAnswer } from '../wire/ask.ts';
import { ID_HINTS } from '../wire/error-from-response.ts';
import { parseJson } from '../wire/parse-json.ts';
import { routeFor } from '../wire/route.ts';

/** With `download` the platform adds credentials for the dataset's S3 objects. */
export interface ReadDatasetOptions {
  readonly download: boolean;
}

/** Reads the full record of a dataset. Throws `NotFound` for an id that the platform hides. */
export async function readDataset(
  platform: Platform,
  id: string,
  options: ReadDatasetOptions,
  signal: AbortSignal,
): Promise<DatasetRecord> {
  const text = await askForDataset(platform, id, options, signal);
  const source = `the record of dataset ${id}`;
  return readAnswer(DatasetRecord, parseJson(text, source), source);
}

/**
 * Reads the record of a dataset as the server wrote it: nothing added, no number rounded, the
 * credentials (a secret) taken out.
 */
export async function readDatasetRaw(
  platform: Platform,
  id: string,
  signal: AbortSignal,
): Promise<unknown> {
  const text = await askForDataset(platform, id, { download: false }, signal);
  const record = parseJson(text, `the record of dataset ${id}`, { exactNumbers: true });
  if (record === null || typeof record !== 'object' || !('credentials' in record)) return record;
  const { credentials: _secret, ...rest } = record;
  return rest;
}

async function askForDataset(
  platform: Platform,
  id: string,
  { download }: ReadDatasetOptions,
  signal: AbortSignal,
): Promise<string> {
  const { route, token } = await routeFor(platform, `/dataset/${encodeURIComponent(id)}`);
  const parameters = { download: String(download) };
  const question = { route, token, parameters, subject: `dataset ${id}`, hints: ID_HINTS };
  return ask(platform, question, signal);
}
