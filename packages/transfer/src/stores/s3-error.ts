import { readText } from './answer.ts';
import type { Answer } from './transport.ts';

/** What an S3 error document says, as far as it matters. */
export interface S3ErrorAnswer {
  /** `NoSuchKey`, `ExpiredToken`…; empty when there is no document (HEAD has none). */
  readonly code: string;
  readonly region: string | null;
}

const MAX_BYTES = 64 * 1024;

/** Reads the error document of an answer. An unreadable one has an empty code. */
export async function readS3Error(answer: Answer): Promise<S3ErrorAnswer> {
  const text = await readText(answer, MAX_BYTES).catch(() => '');
  return {
    code: element(text, 'Code') ?? '',
    region: answer.headers['x-amz-bucket-region'] ?? element(text, 'Region'),
  };
}

// The documents are flat, and only plain words in two elements matter.
function element(text: string, name: string): string | null {
  return new RegExp(`<${name}>([\\w-]{1,100})</${name}>`).exec(text)?.[1] ?? null;
}
