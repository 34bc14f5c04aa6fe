import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const STDOUT = 1;
const WORD = /^[a-z][a-z-]*$/;

/** The file of a help text: that of `vcp data search` is `vcp.data.search.txt`. */
export function helpFileName(path: readonly string[]): string {
  return `${path.join('.')}.txt`;
}

/**
 * The help text that was prepared for these words when the program was built; null when they ask
 * for something else, or nothing was prepared. Loads nothing of the program.
 */
export function preparedHelp(words: readonly string[], folder: string): string | null {
  const path = words.slice(0, -1);
  const last = words.at(-1);
  if ((last !== '--help' && last !== '-h') || !path.every((word) => WORD.test(word))) return null;
  try {
    return readFileSync(join(folder, helpFileName(['vcp', ...path])), 'utf8');
  } catch {
    return null;
  }
}

/** Writes to stdout, as a rule without opening it as a stream; false where nothing was written. */
export function writeAtOnce(text: string): boolean {
  const bytes = Buffer.from(text);
  try {
    const written = writeSync(STDOUT, bytes);
    if (written < bytes.length) process.stdout.write(bytes.subarray(written));
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPIPE';
  }
}
