import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError } from '@vcp/schema';
import { isAboutTheFile } from './file-problem.ts';
import { parseJson } from './json-value.ts';

/** A document in a file, or why it could not be read. */
export type JsonDocument = { readonly source: string } & (
  | { readonly value: unknown }
  | { readonly reason: string }
);

const MAX_FILE_BYTES = 256 * 1024 * 1024;
const MAX_LINE = 32 * 1024 * 1024;

/**
 * The documents in a file: one, a list of them, or JSON Lines (by the ending `.jsonl` or
 * `.ndjson`, or because the first line is a document and more follow). JSON Lines are read as a
 * stream; of other files at most 256 MiB. A line that is bad does not stop the others.
 */
export async function* jsonDocuments(path: string): AsyncGenerator<JsonDocument, void, undefined> {
  try {
    if (/\.(jsonl|ndjson)$/i.test(path)) yield* lineDocuments(path);
    else yield* wholeDocuments(path);
  } catch (error) {
    if (!isAboutTheFile(error)) throw error;
    yield { source: path, reason: error.message };
  }
}

async function* wholeDocuments(path: string): AsyncGenerator<JsonDocument, void, undefined> {
  const text = await readBounded(path);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!isLines(text)) throw error;
    yield* lineDocuments(path);
    return;
  }
  if (!Array.isArray(value)) {
    yield { source: path, value };
    return;
  }
  for (const [at, item] of value.entries()) yield { source: `${path} item ${at + 1}`, value: item };
}

async function* lineDocuments(path: string): AsyncGenerator<JsonDocument, void, undefined> {
  let number = 0;
  for await (const line of lines(path)) {
    number++;
    const source = `${path} line ${number}`;
    if (line === null) yield { source, reason: `longer than ${MAX_LINE} characters` };
    else if (line.trim() !== '') yield parsedLine(source, line);
  }
}

function parsedLine(source: string, line: string): JsonDocument {
  try {
    return { source, value: parseJson(line) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { source, reason: error.message };
  }
}

/** The lines of a file; null stands for one that is too long to keep. */
async function* lines(path: string): AsyncGenerator<string | null, void, undefined> {
  let rest = '';
  let tooLong = false;
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const parts = `${rest}${piece}`.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      yield tooLong || line.length > MAX_LINE ? null : line;
      tooLong = false;
    }
    if (rest.length > MAX_LINE) {
      tooLong = true;
      rest = '';
    }
  }
  if (tooLong || rest !== '') yield tooLong ? null : rest;
}

/** Whether more than the first line is there and that line is a document of its own. */
function isLines(text: string): boolean {
  const [first = '', ...others] = text.trimStart().split('\n', 2);
  if (others.length === 0 || !first.startsWith('{')) return false;
  try {
    parseJson(first);
    return true;
  } catch {
    return false;
  }
}

async function readBounded(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > MAX_FILE_BYTES) {
      throw new InputError('larger than 256 MiB', { hint: 'Write it as JSON Lines (.jsonl).' });
    }
    return (await file.readFile('utf8')).replace(/^\ufeff/, '');
  } finally {
    await file.close();
  }
}
