import { CredentialsAnswer, type S3Credentials } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import { ask, readAnswer } from '../wire/ask.ts';
import { ID_HINTS } from '../wire/error-from-response.ts';
import { parseJson } from '../wire/parse-json.ts';
import { readDataset } from './read-dataset.ts';

/**
 * Asks for short-lived keys to the S3 objects of one dataset, or null when there are none for it.
 * Without a token there is no such route: then the public record of the dataset may carry keys.
 */
export async function requestCredentials(
  platform: Platform,
  id: string,
  signal: AbortSignal,
): Promise<S3Credentials | null> {
  const token = await platform.token();
  if (token === null) {
    const record = await readDataset(platform, id, { download: true }, signal);
    return record.credentials;
  }
  const subject = `credentials for dataset ${id}`;
  const body = { ids: [id] };
  const question = { route: '/credentials', token, body, subject, hints: ID_HINTS };
  const text = await ask(platform, question, signal);
  const source = `the answer with ${subject}`;
  return readAnswer(CredentialsAnswer, parseJson(text, source), source).credentials;
}
