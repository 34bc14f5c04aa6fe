import { hexChecksum } from '@vcp/schema';
import { readText } from './answer.ts';
import type { ListedFile } from './store.ts';
import { StoreFault } from './store-fault.ts';
import type { Answer } from './transport.ts';

const MAX_PAGE_BYTES = 64 * 1024 * 1024;

/**
 * The files of a folder served over http: `GET <url>?list` answers
 * `{ files: [{ path, size, sha256 }], next }`, and `?list&cursor=<next>` the next page, until `next`
 * is null.
 */
export async function* listHttpFolder(
  url: string,
  get: (url: string) => Promise<Answer>,
): AsyncGenerator<readonly ListedFile[], void, undefined> {
  const seen = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = parsePage(await readText(await get(pageUrl(url, cursor)), MAX_PAGE_BYTES));
    yield page.files;
    if (page.next !== null && seen.has(page.next))
      throw new StoreFault('bad-answer', 'the listing of the folder never ends');
    if (page.next !== null) seen.add(page.next);
    cursor = page.next;
  }
}

function pageUrl(folder: string, cursor: string): string {
  const url = new URL(folder);
  const query = [url.search.slice(1), 'list', cursor && `cursor=${encodeURIComponent(cursor)}`];
  url.search = query.filter((part) => part !== '').join('&');
  return url.href;
}

function parsePage(text: string): { files: ListedFile[]; next: string | null } {
  const page = asRecord(parseJson(text));
  if (!Array.isArray(page?.files)) throw notAListing();
  const next = page.next ?? null;
  if (next !== null && typeof next !== 'string') throw notAListing();
  return { files: page.files.map(listedFile), next };
}

function listedFile(value: unknown): ListedFile {
  const { path, size, sha256 } = asRecord(value) ?? {};
  if (typeof path !== 'string') throw notAListing();
  return {
    path,
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
    etag: null,
    checksum: typeof sha256 === 'string' ? hexChecksum('sha256', sha256) : null,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAListing();
  }
}

function notAListing(): StoreFault {
  return new StoreFault('bad-answer', 'the folder cannot be listed: the answer is not a listing');
}
