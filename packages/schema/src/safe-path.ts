import { UnsafePath } from './errors.ts';

const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 4096;
// Windows opens these as devices, with or without an extension.
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const DRIVE = /^[a-z]:/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Turns a remote name (`a/b/c.h5ad`) into a relative path that is safe below any target folder on
 * any system: the same text, or an {@link UnsafePath} error. Never changes a name silently, so two
 * names stay two paths.
 */
export function safePath(name: string): string {
  const fault = faultOf(name);
  if (fault === null) return name;
  throw new UnsafePath(`refused the remote name ${JSON.stringify(name)}: ${fault}`, {
    hint: 'Nothing was written for it. Tell the owner of the dataset.',
  });
}

/** Whether `name` is a safe relative path; see {@link safePath}. */
export function isSafePath(name: string): boolean {
  return faultOf(name) === null;
}

/**
 * The form under which two paths are the same file on some file system: Unicode NFC, lower case.
 * Paths with equal keys must not be written side by side.
 */
export function clashKey(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC');
}

function faultOf(name: string): string | null {
  if (name === '') return 'it is empty';
  if (CONTROL.test(name)) return 'it has control characters';
  if (!name.isWellFormed()) return 'it is not valid Unicode';
  if (name.includes('\\')) return 'it has a backslash';
  if (name.startsWith('/') || DRIVE.test(name)) return 'it is an absolute path';
  if (Buffer.byteLength(name) > MAX_PATH_BYTES) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  for (const segment of name.split('/')) {
    const fault = segmentFault(segment);
    if (fault !== null) return fault;
  }
  return null;
}

function segmentFault(segment: string): string | null {
  if (segment === '') return 'it has an empty segment';
  if (segment === '.' || segment === '..') return `it has a "${segment}" segment`;
  if (Buffer.byteLength(segment) > MAX_NAME_BYTES)
    return `a segment is longer than ${MAX_NAME_BYTES} bytes`;
  if (RESERVED.test(segment)) return `"${segment}" is a device name on Windows`;
  if (/[. ]$/.test(segment)) return 'a segment ends with a dot or a space';
  if (/[<>:"|?*]/.test(segment)) return 'it has a character that Windows forbids';
  return null;
}
