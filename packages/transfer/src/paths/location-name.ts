import { UnsafePath } from '@vcp/schema';
import { targetPath } from './target-path.ts';

/** Whether a location is known to be a file, known to be a folder, or has to be looked at. */
export type LocationKind = 'file' | 'folder' | 'unknown';

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
// Stores that are folders of objects although their names have a dot.
const FOLDER_NAMES = /\.(zarr|n5|precomputed|soma|tiledb|tiledbsoma|lance|delta|icechunk)$/i;

/** The scheme of a URL in lower case without the colon, or null. */
export function schemeOf(url: string): string | null {
  return SCHEME.exec(url)?.[1]?.toLowerCase() ?? null;
}

/**
 * Tells a file from a folder by the URL alone. A trailing slash is a folder. An s3 key that looks
 * like a store, or has no extension, may be either.
 */
export function locationKind(url: string): LocationKind {
  const path = pathOf(url);
  if (path.endsWith('/')) return 'folder';
  if (schemeOf(url) !== 's3') return 'file';
  const segment = lastSegment(path);
  return FOLDER_NAMES.test(segment) || !segment.includes('.') ? 'unknown' : 'file';
}

/**
 * The name below the target folder that a location gets: the last segment of its path, percent
 * decoded for http(s); an s3 key is taken as it is.
 *
 * @throws {UnsafePath} when it cannot be a file name
 */
export function locationName(url: string): string {
  const segment = lastSegment(pathOf(url));
  const name = schemeOf(url) === 's3' ? segment : decode(segment);
  if (!name.includes('/')) return targetPath(name);
  throw new UnsafePath(`refused the remote name ${JSON.stringify(name)}: it hides a slash`);
}

/** Whether a name has one of the extensions; an empty list means any. Case does not matter. */
export function hasExtension(name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return extensions.length === 0 || extensions.some((extension) => lower.endsWith(extension));
}

/** The path of a URL as written, without query and fragment; for s3 the key, as it is. */
function pathOf(url: string): string {
  const afterScheme = url.replace(SCHEME, '');
  const text = schemeOf(url) === 's3' ? afterScheme : (/^[^?#]*/.exec(afterScheme)?.[0] ?? '');
  const slash = text.indexOf('/');
  return slash < 0 ? '' : text.slice(slash + 1);
}

function lastSegment(path: string): string {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a lone percent sign is part of the name
  }
}
